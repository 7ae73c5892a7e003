// Keeps a list of slots for each machine, and takes from the ends of those that are too long.
import type { Rebalance } from "distlab";

export const rebalance: Rebalance["rebalance"] = (owners, machines) => {
  const slots = new Map<string, number[]>(machines.map((machine) => [machine, []]));
  const homeless: number[] = [];
  owners.forEach((owner, slot) => (slots.get(owner) ?? homeless).push(slot));
  const lists = [...slots.values()].toSorted((left, right) => right.length - left.length);
  const share = (index: number): number => Math.ceil((owners.length - index) / machines.length);
  lists.forEach((list, index) => homeless.push(...list.splice(share(index))));
  lists.forEach((list, index) => list.push(...homeless.splice(0, share(index) - list.length)));
  const after: string[] = [];
  for (const [machine, list] of slots) for (const slot of list) after[slot] = machine;
  return after;
};
