/**
 * Turning a placement round takes one pass over all keys, and there is no way to do it for one machine alone. So what is
 * worth knowing is which keys need not be asked about: jump never moves a key between two machines that stay, hence when
 * machines leave, only theirs move, and when none comes or goes, nothing does.
 */
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
  // With more machines any key may move; with fewer, only those whose machine is no more.
  const first = machines > before.length ? 0 : machines;
  for (let from = first; from < before.length; from++) {
    for (const key of before[from]!) {
      const to = place(key, machines);
      if (to !== from) found[to]!.push(key);
    }
  }
  return found;
};
