// Merges on arrival and does not count the arrival.
// caught by: an arrival brings what its sender knew, and is an event too
import type { CausalOrder, VectorClock } from "distlab";

const count = (clock: VectorClock, node: string): number => clock[node] ?? 0;

const namesIn = (left: VectorClock, right: VectorClock): string[] => Object.keys({ ...left, ...right });

export function tick(clock: VectorClock, node: string): VectorClock {
  return { ...clock, [node]: count(clock, node) + 1 };
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  const known: Record<string, number> = {};
  for (const name of namesIn(clock, received)) known[name] = Math.max(count(clock, name), count(received, name));
  void node;
  return known;
}

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  const names = namesIn(left, right);
  const isLess = names.some((name) => count(left, name) < count(right, name));
  const isMore = names.some((name) => count(left, name) > count(right, name));
  if (isLess && isMore) return "concurrent";
  if (isLess) return "before";
  return isMore ? "after" : "equal";
}
