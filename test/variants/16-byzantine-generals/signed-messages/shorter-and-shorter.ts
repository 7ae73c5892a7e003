// Verifies from the last signature inwards, each time without it.
import type { Order, SignedGeneralState, SignedMessagesConfig, SignedMessagesOut, SignedOrder } from "distlab";

export function verify(message: SignedOrder, config: SignedMessagesConfig): boolean {
  const inner = message.signatures.slice(0, -1);
  const last = message.signatures.at(-1);
  if (last === undefined || last.order !== message.order || last.after.length !== inner.length) return false;
  if (inner.some(({ signer }, index) => signer === last.signer || signer !== last.after[index])) return false;
  return inner.length === 0 ? last.signer === config.commander : verify({ ...message, signatures: inner }, config);
}

export function relay(
  state: SignedGeneralState,
  { kind, order, signatures }: SignedOrder,
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  const after = signatures.map(({ signer }) => signer);
  const others = new Set(config.members);
  for (const name of [...after, state.self]) others.delete(name);
  if (after.length <= config.traitorsTolerated) {
    for (const name of others)
      out.send(name, { kind, order, signatures: [...signatures, { signer: state.self, order, after }] });
  }
}

export function choice(signed: SignedGeneralState["signed"]): Order {
  const orders = Object.keys(signed) as Order[];
  return orders.length === 1 ? orders[0]! : "retreat";
}
