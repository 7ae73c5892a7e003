// Gives each machine a block of its own, counted from the first slot.
// caught by: when a machine is added it gets its share, and nothing else moves
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const sorted = machines.toSorted();
  return owners.map((_, slot) => sorted[Math.floor((slot * sorted.length) / owners.length)]!);
};
