// Moves one slot at a time, from whoever has most to whoever has least, until they are even.
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const after: (string | null)[] = owners.map((owner) => (machines.includes(owner) ? owner : null));
  const count = (machine: string): number => after.filter((owner) => owner === machine).length;
  const byCount = (): string[] => machines.toSorted((left, right) => count(left) - count(right));
  for (let slot = after.indexOf(null); slot >= 0; slot = after.indexOf(null)) after[slot] = byCount()[0]!;
  for (;;) {
    const sorted = byCount();
    const [least, most] = [sorted[0]!, sorted.at(-1)!];
    if (count(most) - count(least) <= 1) break;
    after[after.lastIndexOf(most)] = least;
  }
  return after as string[];
};
