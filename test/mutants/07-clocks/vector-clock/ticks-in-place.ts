// Counts up the clock that was passed in: whoever has kept it, in a message say, knows more afterwards than it knew.
// caught by: an event counts on its own node
import type { CausalOrder, VectorClock } from "distlab";

const count = (clock: VectorClock, node: string): number => clock[node] ?? 0;

const namesIn = (left: VectorClock, right: VectorClock): string[] => Object.keys({ ...left, ...right });

export function tick(clock: VectorClock, node: string): VectorClock {
  (clock as Record<string, number>)[node] = count(clock, node) + 1;
  return clock;
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  const known: Record<string, number> = {};
  for (const name of namesIn(clock, received)) known[name] = Math.max(count(clock, name), count(received, name));
  return tick(known, node);
}

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  const names = namesIn(left, right);
  const isLess = names.some((name) => count(left, name) < count(right, name));
  const isMore = names.some((name) => count(left, name) > count(right, name));
  if (isLess && isMore) return "concurrent";
  if (isLess) return "before";
  return isMore ? "after" : "equal";
}
