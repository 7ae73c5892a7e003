/**
 * Vector clocks: one counter for each node, so that "before" can be told from "at the same time as far as anybody
 * could know". A node that does not appear counts as 0.
 *
 * Source: Fidge, "Timestamps in message-passing systems that preserve the partial ordering", 1988; Mattern, "Virtual
 * time and global states of distributed systems", 1989.
 */

/** How many events of each node are known. */
export type VectorClock = { readonly [node: string]: number };

/** How two clocks stand to each other: `left` is … `right`. */
export type CausalOrder = "before" | "after" | "equal" | "concurrent";

/** The clock after an event of `node`'s own. */
export function tickVector(clock: VectorClock, node: string): VectorClock {
  return { ...clock, [node]: (clock[node] ?? 0) + 1 };
}

/** Entry by entry the larger of the two: what is known by somebody who knows both. */
export function mergeVectors(left: VectorClock, right: VectorClock): VectorClock {
  const merged: Record<string, number> = { ...left };
  for (const [node, count] of Object.entries(right)) merged[node] = Math.max(merged[node] ?? 0, count);
  return merged;
}

/** The clock of `node` after a message stamped `received` has arrived: merge, then tick, since arriving is an event. */
export function receiveVector(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  return tickVector(mergeVectors(clock, received), node);
}

/** Whether `left` happened before, after, or concurrently with `right`, or is the same. */
export function compareVectors(left: VectorClock, right: VectorClock): CausalOrder {
  let less = false;
  let more = false;
  for (const node of Object.keys({ ...left, ...right })) {
    const difference = (left[node] ?? 0) - (right[node] ?? 0);
    if (difference < 0) less = true;
    if (difference > 0) more = true;
  }
  if (less && more) return "concurrent";
  return less ? "before" : more ? "after" : "equal";
}

/** Whether all that `clock` knows is known by `other` too: before or equal. */
export function isCoveredBy(clock: VectorClock, other: VectorClock): boolean {
  return Object.entries(clock).every(([node, count]) => count <= (other[node] ?? 0));
}
