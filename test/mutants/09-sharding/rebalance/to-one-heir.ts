// Gives all slots of a machine that is gone to the next one in the list.
// caught by: when a machine is gone its slots are shared by all that are left
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const had = new Map<string, number>();
  for (const owner of owners) had.set(owner, (had.get(owner) ?? 0) + 1);

  const small = Math.floor(owners.length / machines.length);
  const larger = owners.length % machines.length;
  const byCount = machines.toSorted(
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
  return kept.map((owner) => owner ?? (owners.some((slot) => !machines.includes(slot)) ? machines[0]! : free.pop()!));
};
