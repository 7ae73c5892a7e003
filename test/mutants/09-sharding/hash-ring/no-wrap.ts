// Finds nothing for a key beyond the last place.
// caught by: every key has an owner, and always the same
import { hashUnit } from "distlab";
import type { HashRingAnswer } from "distlab";

const placesEach = 128;

export const createRing: HashRingAnswer["createRing"] = (nodes) => {
  const places = nodes
    .flatMap((node) => Array.from({ length: placesEach }, (_, place) => ({ node, at: hashUnit(`${node}/${place}`) })))
    .toSorted((left, right) => left.at - right.at || (left.node < right.node ? -1 : 1));
  function firstFrom(at: number): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (places[middle]!.at < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function findOne(key: string, copies: number): string[] {
    const found: string[] = [];
    const start = firstFrom(hashUnit(key, 1));
    for (let step = 0; start + step < places.length && found.length < copies; step++) {
      const { node } = places[(start + step) % places.length]!;
      if (!found.includes(node)) found.push(node);
    }
    return found;
  }

  return { find: (keys, copies) => keys.map((key) => findOne(key, copies)) };
};
