// Compares how many events each clock knows of, all nodes together.
// caught by: neither can have known of the other
import type { CausalOrder, VectorClock } from "distlab";

export function tick(clock: VectorClock, node: string): VectorClock {
  return { ...clock, [node]: (clock[node] ?? 0) + 1 };
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  const known: Record<string, number> = { ...clock };
  for (const [name, count] of Object.entries(received)) known[name] = Math.max(known[name] ?? 0, count);
  return tick(known, node);
}

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  const sum = (clock: VectorClock): number => Object.values(clock).reduce((total, count) => total + count, 0);
  if (sum(left) === sum(right))
    return Object.keys(left).every((name) => left[name] === right[name]) ? "equal" : "concurrent";
  return sum(left) < sum(right) ? "before" : "after";
}
