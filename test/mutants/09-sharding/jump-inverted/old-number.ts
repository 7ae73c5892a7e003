// Asks where the keys are now, instead of where they will be.
// caught by: when machines are added, keys arrive on the new ones
import type { JumpInverted } from "distlab";

const emptyLists = (machines: number): string[][] => Array.from({ length: machines }, () => []);

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  const found = emptyLists(machines);
  for (const key of keys) found[place(key, machines)]!.push(key);
  return found;
};

export const arrivals: JumpInverted["arrivals"] = (before, machines, place) => {
  const found = emptyLists(machines);
  if (machines === before.length) return found;
  const first = machines > before.length ? 0 : machines;
  for (let from = first; from < before.length; from++) {
    for (const key of before[from]!) {
      const to = Math.min(machines - 1, place(key, before.length));
      if (to !== from) found[to]!.push(key);
    }
  }
  return found;
};
