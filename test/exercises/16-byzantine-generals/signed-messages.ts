/**
 * Sealed letters.
 *
 * A commander's order travels with signatures. A signature is `{ signer, order, after }`: its signer has seen this order,
 * signed by those in `after`, in this order. A traitor can leave signatures away, put his own name under anything, and use
 * real signatures where they do not belong; he cannot write one in the name of a loyal general.
 *
 * - `verify`: whether a message's signatures are in order. The commander has signed first, nobody has signed twice, and
 *   each signature is for this order and after exactly those that stand before it.
 * - `relay`: an order whose signatures are in order, and that is new to this lieutenant, `state.self`: sign it, and send it
 *   to everybody who has not signed it, with `out.send(node, { kind: "SignedOrder", order, signatures })`. Orders with
 *   more signatures than `config.traitorsTolerated` have come far enough and are not passed on.
 *   That it has come is noted in `state.signed` already.
 * - `choice`: no more letters will come. `signed` has `attack: true` or `retreat: true` for each order that has come: one
 *   of them, both, or none.
 *
 * All loyal lieutenants must decide alike, and as the commander ordered if he is loyal, whatever number of traitors there
 * is, up to `traitorsTolerated`.
 *
 * Try it: `npx distlab check 16-byzantine-generals/signed-messages`, or the button Check in the page.
 */
import type { Order, SignedGeneralState, SignedMessagesConfig, SignedMessagesOut, SignedOrder } from "distlab";

export function verify(message: SignedOrder, config: SignedMessagesConfig): boolean {
  void [message, config];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function relay(
  state: SignedGeneralState,
  message: SignedOrder,
  out: SignedMessagesOut,
  config: SignedMessagesConfig,
): void {
  void [state, message, out, config]; // And here.
}

export function choice(signed: SignedGeneralState["signed"]): Order {
  void signed;
  throw new Error("not written yet"); // And here.
}
