// Makes a machine's list when its first key comes, so that machines without keys have none.
// caught by: a machine without keys has an empty list
import type { JumpInverted } from "distlab";

const emptyLists = (machines: number): string[][] => Array.from({ length: machines }, () => []);

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  const found: string[][] = [];
  for (const key of keys) (found[place(key, machines)] ??= []).push(key);
  return Array.from(found, (list) => list ?? []);
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
