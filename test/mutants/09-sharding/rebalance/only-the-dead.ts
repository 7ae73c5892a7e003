// Moves the slots of machines that are gone, and gives the new ones nothing of what the others have.
// caught by: when a machine is added it gets its share, and nothing else moves
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const counts = new Map(machines.map((machine) => [machine, owners.filter((owner) => owner === machine).length]));
  return owners.map((owner) => {
    if (counts.has(owner)) return owner;
    const least = machines.toSorted((left, right) => counts.get(left)! - counts.get(right)!)[0]!;
    counts.set(least, counts.get(least)! + 1);
    return least;
  });
};
