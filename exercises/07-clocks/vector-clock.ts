/**
 * Vector clocks.
 *
 * A clock says of how many events of each node it knows: `{ A: 2, B: 1 }`. A node that does not stand there counts as 0,
 * and whether you write zeros down is your affair. Nothing that is passed in may be changed: somebody else holds it.
 *
 * - `tick`: the clock after an event of `node`'s own.
 * - `receive`: `node` has this clock, and a message stamped `received` arrives. To receive it is an event too.
 * - `compare`: whether `left` is "before", "after", "equal" to or "concurrent" with `right`.
 *
 * Try it: `npx distlab check 07-clocks/vector-clock`, or the button Check in the page.
 */
import type { CausalOrder, VectorClock } from "distlab";

export function tick(clock: VectorClock, node: string): VectorClock {
  void [clock, node];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  void [clock, received, node];
  throw new Error("not written yet"); // And here.
}

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  void [left, right];
  throw new Error("not written yet"); // And here.
}
