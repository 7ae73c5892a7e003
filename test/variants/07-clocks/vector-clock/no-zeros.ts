// Stores no zeros, and takes those out that it is given.
import type { CausalOrder, VectorClock } from "distlab";

const clean = (entries: Iterable<readonly [string, number]>): VectorClock =>
  Object.fromEntries([...entries].filter(([, count]) => count > 0));

export function tick(clock: VectorClock, node: string): VectorClock {
  return clean([...Object.entries(clock), [node, (clock[node] ?? 0) + 1] as const]);
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  const larger = Object.entries(received).filter(([name, count]) => count > (clock[name] ?? 0));
  return tick(clean([...Object.entries(clock), ...larger]), node);
}

const isWithin = (left: VectorClock, right: VectorClock): boolean =>
  Object.entries(left).every(([name, count]) => count === 0 || count <= (right[name] ?? 0));

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  if (isWithin(left, right)) return isWithin(right, left) ? "equal" : "before";
  return isWithin(right, left) ? "after" : "concurrent";
}
