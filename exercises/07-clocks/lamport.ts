/**
 * Numbers for what happened.
 *
 * `stamp` is given what happened on some nodes, in an order in which it may have happened: a message is always sent
 * before it is received. It returns Lamport's number of each event. If one event happened before another, its number is
 * smaller; and no number is larger than this takes, the smallest being 1. A message may be received by several nodes, or
 * by none.
 *
 * `compare` puts all events in one order, on which everybody agrees: negative where `left` comes first, positive where
 * `right` does. Events on different nodes may have the same number; two different events must never be equal. Of events
 * with different numbers the smaller comes first.
 *
 * Try it: `npx distlab check 07-clocks/lamport`, or the button Check in the page.
 */
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  void events;
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function compare(left: NumberedEvent, right: NumberedEvent): number {
  void [left, right];
  throw new Error("not written yet"); // And here.
}
