/**
 * Each machine sits in 128 places that depend on its name alone. So a machine that comes or goes changes only the arcs
 * that end in its own places, and its neighbours there are all the others.
 *
 * A slash between name and number keeps "n1" with place 11 apart from "n11" with place 1. Should two places fall on the
 * same point all the same, the names decide, which are the same in every client's list.
 */
import { hashUnit } from "distlab";
import type { HashRingAnswer } from "distlab";

const placesEach = 128;

export const createRing: HashRingAnswer["createRing"] = (nodes) => {
  const places = nodes
    .flatMap((node) => Array.from({ length: placesEach }, (_, place) => ({ node, at: hashUnit(`${node}/${place}`) })))
    .toSorted((left, right) => left.at - right.at || (left.node < right.node ? -1 : 1));

  /** The first place from `at` on; beyond the last one, the length of the list. */
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
    // Another seed than for the places, so that a key that is called like a place is not on it.
    const start = firstFrom(hashUnit(key, 1));
    for (let step = 0; step < places.length && found.length < copies; step++) {
      const { node } = places[(start + step) % places.length]!;
      if (!found.includes(node)) found.push(node);
    }
    return found;
  }

  return { find: (keys, copies) => keys.map((key) => findOne(key, copies)) };
};
