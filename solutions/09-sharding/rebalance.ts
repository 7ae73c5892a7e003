/**
 * Everybody keeps what they have, up to their share; only what is left over moves, and each slot at most once.
 *
 * The one choice is who gets the larger shares when it does not come out even: those that have most, because they can
 * keep the one slot more. Machines that have equally many are told apart by name, so that all who ask agree.
 */
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const had = new Map<string, number>();
  for (const owner of owners) had.set(owner, (had.get(owner) ?? 0) + 1);

  const small = Math.floor(owners.length / machines.length);
  const larger = owners.length % machines.length;
  const byCount = machines.toSorted(
    (left, right) => (had.get(right) ?? 0) - (had.get(left) ?? 0) || (left < right ? -1 : 1),
  );
  /** How many slots each may still have. Machines that are gone are not in it. */
  const room = new Map(byCount.map((machine, index) => [machine, index < larger ? small + 1 : small]));

  const kept = owners.map((owner) => {
    const left = room.get(owner) ?? 0;
    if (left === 0) return null;
    room.set(owner, left - 1);
    return owner;
  });

  // As much room is left as there are slots without a machine.
  const free = byCount.flatMap((machine) => Array<string>(room.get(machine)!).fill(machine));
  return kept.map((owner) => owner ?? free.pop()!);
};
