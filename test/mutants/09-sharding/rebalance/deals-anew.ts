// Deals all slots out anew, in turn: even, and nearly everything moves.
// caught by: when a machine is added it gets its share, and nothing else moves
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const sorted = machines.toSorted();
  return owners.map((_, slot) => sorted[slot % sorted.length]!);
};
