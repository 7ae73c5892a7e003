// Asks about all keys, whatever happens.
// caught by: nothing is asked that is known
import type { JumpInverted } from "distlab";

const emptyLists = (machines: number): string[][] => Array.from({ length: machines }, () => []);

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  const found = emptyLists(machines);
  for (const key of keys) found[place(key, machines)]!.push(key);
  return found;
};

export const arrivals: JumpInverted["arrivals"] = (before, machines, place) => {
  const found = emptyLists(machines);
  const first = 0;
  for (let from = first; from < before.length; from++) {
    for (const key of before[from]!) {
      const to = place(key, machines);
      if (to !== from) found[to]!.push(key);
    }
  }
  return found;
};
