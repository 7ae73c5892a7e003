// Shares out among the machines that have slots, and does not see those that have none yet.
// caught by: when a machine is added it gets its share, and nothing else moves
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const known = machines.filter((machine) => owners.includes(machine));
  const sharing = known.length > 0 ? known : machines;
  const had = new Map<string, number>();
  for (const owner of owners) had.set(owner, (had.get(owner) ?? 0) + 1);

  const small = Math.floor(owners.length / sharing.length);
  const larger = owners.length % sharing.length;
  const byCount = sharing.toSorted(
    (left, right) => (had.get(right) ?? 0) - (had.get(left) ?? 0) || (left < right ? -1 : 1),
  );
  const room = new Map(byCount.map((machine, index) => [machine, index < larger ? small + 1 : small]));

  const kept = owners.map((owner) => {
    const left = room.get(owner) ?? 0;
    if (left === 0) return null;
    room.set(owner, left - 1);
    return owner;
  });
  const free = byCount.flatMap((machine) => Array<string>(room.get(machine)!).fill(machine));
  return kept.map((owner) => owner ?? free.pop()!);
};
