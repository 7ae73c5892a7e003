// Goes through all keys for each machine.
// caught by: no key is asked about twice
import type { JumpInverted } from "distlab";

const emptyLists = (machines: number): string[][] => Array.from({ length: machines }, () => []);

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  return emptyLists(machines).map((_, machine) => keys.filter((key) => place(key, machines) === machine));
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
