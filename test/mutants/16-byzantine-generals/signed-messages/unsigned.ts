// Passes the order on as it came, without signing it.
// caught by: what is new is signed and passed on, until it has come far enough
import type { Order, SignedGeneralState, SignedMessagesConfig, SignedMessagesOut, SignedOrder } from "distlab";

export function verify({ order, signatures }: SignedOrder, config: SignedMessagesConfig): boolean {
  const signers = signatures.map(({ signer }) => signer);
  if (signers[0] !== config.commander) return false;
  if (new Set(signers).size < signers.length) return false;
  return signatures.every((signature, index) => {
    const before = signers.slice(0, index).join(" ");
    return signature.order === order && signature.after.join(" ") === before;
  });
}

export function relay(
  state: SignedGeneralState,
  { order, signatures }: SignedOrder,
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  if (signatures.length > config.traitorsTolerated) return;
  const after = signatures.map(({ signer }) => signer);
  for (const node of config.members) {
    if (node !== state.self && !after.includes(node)) out.send(node, { kind: "SignedOrder", order, signatures });
  }
}

export function choice(signed: SignedGeneralState["signed"]): Order {
  return signed.attack && !signed.retreat ? "attack" : "retreat";
}
