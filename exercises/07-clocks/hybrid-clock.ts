/**
 * A hybrid clock.
 *
 * `createClock()` returns a node's clock. Everything that happens on the node gets a stamp: `tick(physicalMs)` is an event
 * of its own, and `receive(stamp, physicalMs)` the arrival of a message that carries a stamp. `physicalMs` is what the
 * node's own clock shows at that moment (1 or more); it may stand still, jump back, or be ahead of all others.
 *
 * - `compare(left, right)`: negative where `left` is earlier, positive where it is later. What happened before something
 *   else is earlier.
 * - `read(stamp)`: `wallMs` is the highest time that any clock showed at this event or at one that happened before it.
 *   `counter` tells apart what has the same `wallMs`. It is a small whole number: never more than how many events with
 *   the same `wallMs` happened before this one.
 *
 * What a stamp looks like is yours: any plain data, as long as it stays small.
 *
 * Try it: `npx distlab check 07-clocks/hybrid-clock`, or the button Check in the page.
 */
import type { Data, HybridClock } from "distlab";

export function createClock(): HybridClock {
  return {
    tick(physicalMs) {
      void physicalMs;
      throw new Error("not written yet"); // Your answer goes here, instead of these lines.
    },
    receive(stamp, physicalMs) {
      void [stamp, physicalMs];
      throw new Error("not written yet"); // And here.
    },
  };
}

export function compare(left: Data, right: Data): number {
  void [left, right];
  throw new Error("not written yet"); // And here.
}

export function read(stamp: Data): { wallMs: number; counter: number } {
  void stamp;
  throw new Error("not written yet"); // And here.
}
