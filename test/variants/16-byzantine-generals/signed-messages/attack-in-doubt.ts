// Builds the chain that it expects and compares, attacks where there are two orders or none, and tells the signers as well.
import type { Order, SignedGeneralState, SignedMessagesConfig, SignedMessagesOut, SignedOrder } from "distlab";

export function verify(message: SignedOrder, { commander }: SignedMessagesConfig): boolean {
  const seen: string[] = [];
  for (const { signer, order, after } of message.signatures) {
    const isFirst = seen.length === 0;
    if (isFirst !== (signer === commander) || seen.includes(signer)) return false;
    if (order !== message.order || JSON.stringify(after) !== JSON.stringify(seen)) return false;
    seen.push(signer);
  }
  return seen.length > 0;
}

export function relay(
  { self }: SignedGeneralState,
  message: SignedOrder,
  out: SignedMessagesOut,
  { members, traitorsTolerated }: SignedMessagesConfig,
): void {
  const own = { signer: self, order: message.order, after: message.signatures.map(({ signer }) => signer) };
  const passedOn: SignedOrder = { ...message, signatures: message.signatures.concat(own) };
  if (passedOn.signatures.length > traitorsTolerated + 1) return;
  members.filter((name) => name !== self).forEach((name) => out.send(name, passedOn));
}

export const choice = (signed: SignedGeneralState["signed"]): Order =>
  signed.retreat === true && signed.attack !== true ? "retreat" : "attack";
