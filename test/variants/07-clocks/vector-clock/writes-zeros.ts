// Writes a zero for every letter up to E, and compares the largest and the smallest difference.
import type { CausalOrder, VectorClock } from "distlab";

const full = (clock: VectorClock): Record<string, number> => ({ A: 0, B: 0, C: 0, D: 0, E: 0, ...clock });

export function tick(clock: VectorClock, node: string): VectorClock {
  const next = full(clock);
  next[node] = (next[node] ?? 0) + 1;
  return next;
}

export function receive(clock: VectorClock, received: VectorClock, node: string): VectorClock {
  const next = tick(clock, node) as Record<string, number>;
  for (const name in received) {
    const arrived = received[name]! + (name === node ? 1 : 0);
    if (arrived > (next[name] ?? 0)) next[name] = arrived;
  }
  return next;
}

export function compare(left: VectorClock, right: VectorClock): CausalOrder {
  const [mine, yours] = [full(left), full(right)];
  const names = new Set(Object.keys(mine).concat(Object.keys(yours)));
  const differences = [...names].map((name) => (mine[name] ?? 0) - (yours[name] ?? 0));
  switch (`${Math.min(...differences) < 0} ${Math.max(...differences) > 0}`) {
    case "false false":
      return "equal";
    case "true false":
      return "before";
    case "false true":
      return "after";
    default:
      return "concurrent";
  }
}
