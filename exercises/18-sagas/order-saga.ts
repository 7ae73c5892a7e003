/**
 * What next?
 *
 * An order goes through four services: create, reserve, charge, ship, in this order. Given what is known of each step and
 * whether one has waited for too long, say whom to ask for what, and whether the order has ended.
 *
 * A step is `unknown` (never asked), `asked` (to do it, no answer yet), `done`, `refused`, `undoing` (asked to undo it, no
 * answer yet) or `undone`. The services may be asked for the same thing as often as you like. For
 * `{ create: "done", reserve: "asked", charge: "unknown", ship: "unknown" }`, an `order`, one might return
 * `{ requests: [{ kind: "Do", step: "reserve" }], ended: null }`. In the end `ended` is "done" or "compensated".
 *
 * - Forward: a step is asked for once all steps before it are done.
 * - A refusal turns the order back: whatever may have been done is undone, in any order or all at once.
 * - So does silence (`impatient`) before the pivot. Shipping is the pivot: it cannot be undone. It may refuse, but once
 *   it has been asked, silence is no reason to turn back; ask again.
 * - An order that has turned back never goes forward again. It has ended, "compensated", when nothing can be left.
 *
 * Try it: `npx distlab check 18-sagas/order-saga`, or the button Check in the page.
 */
import type { OrderStanding, SagaNext } from "distlab";

export function next(order: OrderStanding, impatient: boolean): SagaNext {
  void [order, impatient];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}
