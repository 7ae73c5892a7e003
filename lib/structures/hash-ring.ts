/**
 * Consistent hashing: a ring on which keys and nodes have places, and a key belongs to the next node clockwise.
 *
 * When a node comes or goes, only the keys on its own arcs move. With one place a node the arcs differ wildly; so
 * each node takes many places (*virtual nodes*), and the differences average out: the standard error of the load is
 * √((n − 1) / (v·n + 1)) for n nodes with v places each.
 *
 * Source: Karger et al., "Consistent hashing and random trees", STOC 1997; the standard error: Lamping and Veach,
 * "A fast, minimal memory, consistent hash algorithm", 2014, section 5.
 */
import { hash53 } from "./hash";

/** The places in order, each with its owner. */
export type HashRing = {
  readonly places: readonly { readonly position: number; readonly node: string }[];
};

/**
 * The ring of these nodes. Throws a RangeError unless `virtualNodes` is a whole number from 1.
 * @param nodes names, each once; a name's places do not depend on the others
 * @param virtualNodes places a node takes on the ring; default 100
 * @example
 * const before = createHashRing(["A", "B", "C"]);
 * const after = createHashRing(["A", "B", "C", "D"]);
 * const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);
 * const moved = keys.filter((key) => ringOwner(before, key) !== ringOwner(after, key));
 * moved.every((key) => ringOwner(after, key) === "D"); // → true
 */
export function createHashRing(nodes: readonly string[], virtualNodes = 100): HashRing {
  if (!(Number.isInteger(virtualNodes) && virtualNodes >= 1)) {
    throw new RangeError(`virtualNodes is ${virtualNodes}; allowed is a whole number from 1`);
  }
  const places = nodes.flatMap((node) =>
    Array.from({ length: virtualNodes }, (_, copy) => ({ position: hash53(`${node}#${copy}`), node })),
  );
  return {
    places: places.toSorted((left, right) => left.position - right.position || (left.node < right.node ? -1 : 1)),
  };
}

/** The node that `key` belongs to. Throws a RangeError on an empty ring. */
export function ringOwner(ring: HashRing, key: string): string {
  return ring.places[placeAfter(ring, hash53(key, 1))]!.node;
}

/**
 * The first `count` different nodes clockwise from `key`: where its replicas go, its owner first. All nodes, where
 * there are fewer. Throws a RangeError on an empty ring.
 */
export function ringOwners(ring: HashRing, key: string, count: number): readonly string[] {
  const owners: string[] = [];
  const first = placeAfter(ring, hash53(key, 1));
  for (let step = 0; step < ring.places.length && owners.length < count; step++) {
    const { node } = ring.places[(first + step) % ring.places.length]!;
    if (!owners.includes(node)) owners.push(node);
  }
  return owners;
}

/** The share of the ring that each node owns; they add up to 1. */
export function ringShares(ring: HashRing): { readonly [node: string]: number } {
  const whole = 0x20000000000000;
  const shares: Record<string, number> = {};
  ring.places.forEach(({ position, node }, index) => {
    const before = ring.places[index - 1]?.position ?? ring.places.at(-1)!.position - whole;
    shares[node] = (shares[node] ?? 0) + (position - before) / whole;
  });
  return shares;
}

/**
 * The standard error of the nodes' shares relative to the mean, to be expected of `nodes` nodes with `virtualNodes`
 * places each: √((n − 1) / (v·n + 1)).
 * @example
 * ringStandardError(1000, 100).toFixed(4); // → "0.0999"
 */
export function ringStandardError(nodes: number, virtualNodes: number): number {
  for (const [name, value] of Object.entries({ nodes, virtualNodes })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(`${name} is ${value}; allowed is a whole number from 1`);
  }
  return Math.sqrt((nodes - 1) / (virtualNodes * nodes + 1));
}

function placeAfter(ring: HashRing, position: number): number {
  if (ring.places.length === 0) throw new RangeError("the ring is empty; a key needs at least one node");
  let low = 0;
  let high = ring.places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ring.places[middle]!.position < position) low = middle + 1;
    else high = middle;
  }
  return low === ring.places.length ? 0 : low;
}
