// Takes the keys out of the old lists as it goes.
// caught by: the lists that it is given are left as they were
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
    const keys = before[from] as string[];
    for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
      const to = place(key, machines);
      if (to !== from) found[to]!.push(key);
    }
  }
  return found;
};
