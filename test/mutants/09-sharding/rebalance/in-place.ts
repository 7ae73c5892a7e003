// Writes the new owners into the list that it was given.
// caught by: the same question has the same answer, and the lists stay as they are
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
  const list = owners as string[];
  kept.forEach((owner, slot) => {
    list[slot] = owner ?? free.pop()!;
  });
  return list;
};
