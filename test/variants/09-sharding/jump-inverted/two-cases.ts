// Has a case for growing and one for shrinking, and uses the one function for the other.
import type { JumpInverted } from "distlab";

export const shards: JumpInverted["shards"] = (keys, machines, place) =>
  keys.reduce<string[][]>(
    (lists, key) => {
      lists[place(key, machines)]?.push(key);
      return lists;
    },
    Array.from({ length: machines }, () => []),
  );

export const arrivals: JumpInverted["arrivals"] = (before, machines, place) => {
  if (machines <= before.length) return shards(before.slice(machines).flat(), machines, place);
  const after = shards(before.flat(), machines, place);
  return after.map((keys, machine) => (machine < before.length ? [] : keys));
};
