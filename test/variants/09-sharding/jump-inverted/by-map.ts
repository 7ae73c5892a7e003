// Notes for each key where it is in a map, and compares two such maps.
import type { Place } from "distlab";

function listed(where: ReadonlyMap<string, number>, machines: number): string[][] {
  const lists: string[][] = [];
  for (let machine = 0; machine < machines; machine++)
    lists.push([...where].filter(([, at]) => at === machine).map(([key]) => key));
  return lists;
}

export function shards(keys: readonly string[], machines: number, place: Place): string[][] {
  return listed(new Map(keys.map((key) => [key, place(key, machines)])), machines);
}

export function arrivals(before: readonly (readonly string[])[], machines: number, place: Place): string[][] {
  const arriving = new Map<string, number>();
  before.forEach((keys, from) => {
    const mayMove = machines > before.length || from >= machines;
    for (const key of mayMove ? keys.toReversed() : []) {
      const to = place(key, machines);
      if (to !== from) arriving.set(key, to);
    }
  });
  return listed(arriving, machines);
}
