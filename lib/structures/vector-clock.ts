/**
 * Vector clocks: one counter for each node, so that "before" can be told from "at the same time as far as anybody
 * could know". A node that does not appear counts as 0.
 *
 * Source: Fidge, "Timestamps in message-passing systems that preserve the partial ordering", 1988; Mattern, "Virtual
 * time and global states of distributed systems", 1989.
 */

import { countOf, mergeCounts } from "./record";

/** How many events of each node are known. */
export type VectorClock = { readonly [node: string]: number };

/** How two clocks stand to each other: `left` is … `right`. */
export type CausalOrder = "before" | "after" | "equal" | "concurrent";

/**
 * The clock after an event of `node`'s own: the event's timestamp.
 * @example
 * tickVector({ A: 1 }, "B"); // → { A: 1, B: 1 }
 */
export function tickVector(clock: VectorClock, node: string): VectorClock {
  return { ...clock, [node]: countOf(clock, node) + 1 };
}

/** Entry by entry the larger of the two: what is known by somebody who knows both. */
export function mergeVectors(left: VectorClock, right: VectorClock): VectorClock {
  return mergeCounts(left, right);
}

/**
 * The clock of `node` after a message stamped `received` has arrived: merge, then tick, since arriving is an event.
 * @example
 * receiveVector({ B: 1 }, { A: 1 }, "B"); // → { A: 1, B: 2 }
 */
export function receiveVector(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  return tickVector(mergeVectors(clock, received), node);
}

/**
 * Whether `left` happened before, after, or concurrently with `right`, or is the same.
 * @example
 * compareVectors({ A: 1, B: 0 }, { A: 0, B: 1 }); // → "concurrent"
 * compareVectors({ A: 1 }, { A: 1, B: 1 }); // → "before"
 */
export function compareVectors(left: VectorClock, right: VectorClock): CausalOrder {
  let less = false;
  let more = false;
  for (const node of Object.keys({ ...left, ...right })) {
    const difference = countOf(left, node) - countOf(right, node);
    if (difference < 0) less = true;
    if (difference > 0) more = true;
  }
  if (less && more) return "concurrent";
  return less ? "before" : more ? "after" : "equal";
}

/** Whether all that `clock` knows is known by `other` too: before or equal. */
export function isCoveredBy(clock: VectorClock, other: VectorClock): boolean {
  return Object.entries(clock).every(([node, count]) => count <= countOf(other, node));
}
