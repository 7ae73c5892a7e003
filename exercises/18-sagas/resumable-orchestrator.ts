/**
 * Switched off in the middle.
 *
 * An orchestrator takes one order through create, reserve, charge and ship, in this order, and back again where it must.
 * All that it remembers is `progress`: the `direction` ("forward", "back", and in the end "done" or "compensated") and
 * the number of the `step` that it waits for, from 0. It may be switched off after any of your effects; what you saved
 * last with `out.save(progress)` is there again when it wakes.
 *
 * Ask a service with `out.send("create", { kind: "Do" })`, or "Undo". Services do a thing once, however often they are
 * asked, and never after it was undone. So ask as often as you like.
 *
 * - `woke`: at every boot, the first included, when `progress` is `{ direction: "forward", step: 0 }`.
 * - `heard`: a service says what stands in its books: "done", "refused" or "undone". It may be a late or repeated answer,
 *   and to another question than the last one.
 * - `waited`: nothing has been heard for long. Before the pivot (ship) turn back, and take care: the silent service may
 *   have done its step. Otherwise ask again.
 *
 * A refusal turns the order back: the steps are undone, the last one first.
 *
 * Try it: `npx distlab check 18-sagas/resumable-orchestrator`, or the button Check in the page.
 */
import type { Deed, OrchestratorOut, OrderProgress, SagaStep } from "distlab";

export function woke(progress: OrderProgress, out: OrchestratorOut): void {
  void [progress, out]; // Your answer goes here, instead of this line.
}

export function heard(progress: OrderProgress, service: SagaStep, stands: Deed, out: OrchestratorOut): void {
  void [progress, service, stands, out]; // And here.
}

export function waited(progress: OrderProgress, out: OrchestratorOut): void {
  void [progress, out]; // And here.
}
