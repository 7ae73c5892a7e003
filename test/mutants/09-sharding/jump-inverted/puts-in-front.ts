// Puts each key in front of those that came before it.
// caught by: each machine has its keys, in order
import type { JumpInverted } from "distlab";

const emptyLists = (machines: number): string[][] => Array.from({ length: machines }, () => []);

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  const found = emptyLists(machines);
  for (const key of keys) found[place(key, machines)]!.unshift(key);
  return found;
};

export const arrivals: JumpInverted["arrivals"] = (before, machines, place) => {
  const found = emptyLists(machines);
  if (machines === before.length) return found;
  const first = machines > before.length ? 0 : machines;
  for (let from = first; from < before.length; from++) {
    for (const key of before[from]!) {
      const to = place(key, machines);
      if (to !== from) found[to]!.push(key);
    }
  }
  return found;
};
