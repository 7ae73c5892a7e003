/**
 * Other ways to give keys to nodes: modulo, rendezvous and jump; and copysets, which place replicas so that few sets
 * of nodes hold all copies of anything.
 *
 * Sources: Thaler and Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM ToN 6(1), 1998
 * (rendezvous); Lamping and Veach, "A fast, minimal memory, consistent hash algorithm", 2014, figure 1 (jump);
 * Cidon et al., "Copysets: reducing the frequency of data loss in cloud storage", USENIX ATC 2013, section 3.
 */
import { hash32, hash53 } from "./hash";

/**
 * The simple way: when the number of nodes changes, almost every key moves. Throws a RangeError where `nodes` is empty.
 * @example
 * moduloOwner(["A"], "bob"); // → "A"
 */
export function moduloOwner(nodes: readonly string[], key: string): string {
  requireNodes(nodes);
  return nodes[hash32(key) % nodes.length]!;
}

/**
 * The node whose hash together with the key's is highest. A node that leaves gives up its own keys and no others.
 * Throws a RangeError where `nodes` is empty.
 * @example
 * const owner = rendezvousOwner(["A", "B", "C"], "bob");
 * const others = ["A", "B", "C"].filter((node) => node !== owner);
 * rendezvousOwner([owner, others[0]!], "bob") === owner; // → true
 */
export function rendezvousOwner(nodes: readonly string[], key: string): string {
  return rendezvousOwners(nodes, key, 1)[0]!;
}

/** The `count` nodes of highest hash: where the key's replicas go. All nodes, where there are fewer. */
export function rendezvousOwners(nodes: readonly string[], key: string, count: number): readonly string[] {
  requireNodes(nodes);
  return nodes
    .map((node) => ({ node, score: hash53(`${node}\u0000${key}`) }))
    .toSorted((left, right) => right.score - left.score || (left.node < right.node ? -1 : 1))
    .slice(0, count)
    .map(({ node }) => node);
}

const multiplier = 2862933555777941757n;
const mask64 = (1n << 64n) - 1n;

/**
 * Jump hash: the bucket, from 0 to `buckets` − 1, of a 64-bit key; exactly the published function. It needs no memory
 * and is almost perfectly even, but only the last bucket can be taken away.
 * Throws a RangeError unless `buckets` is a whole number from 1 to 2³¹ and `key` is whole.
 * @param key a whole number, or a BigInt of which the low 64 bits count
 * @example
 * jumpHash(10_863_919_174_838_991n, 11); // → 6
 */
export function jumpHash(key: number | bigint, buckets: number): number {
  if (!(Number.isInteger(buckets) && buckets >= 1 && buckets <= 0x80000000)) {
    throw new RangeError(`buckets is ${buckets}; allowed is a whole number from 1 to 2147483648`);
  }
  if (typeof key === "number" && !Number.isSafeInteger(key)) {
    throw new RangeError(`key is ${key}; allowed is a whole number that a double holds exactly, or a BigInt`);
  }
  let state = BigInt(key) & mask64;
  let bucket = -1;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    state = (state * multiplier + 1n) & mask64;
    next = Math.floor((bucket + 1) * (0x80000000 / (Number(state >> 33n) + 1)));
  }
  return bucket;
}

/** A set of nodes that together hold all copies of some chunk: when all fail at once, it is lost. */
export type Copyset = readonly string[];

/** How copies are spread. */
export interface CopysetOptions {
  /** Copies of each chunk (R). */
  readonly replicas: number;
  /** How many other nodes share chunks with a node (S). More is faster recovery and more ways to lose something. */
  readonly scatterWidth: number;
  /** Chance from 0 up to 1. */
  readonly random: () => number;
}

/**
 * Copyset replication: random permutations of the nodes, each cut into groups of R; nodes that are left over at the end
 * of a permutation are in none of its groups. Throws a RangeError for options out of range.
 * @example
 * const groups = copysets(["A", "B", "C", "D"], { replicas: 2, scatterWidth: 1, random: () => 0 });
 * groups.length; // → 2
 */
export function copysets(nodes: readonly string[], options: CopysetOptions): readonly Copyset[] {
  const { replicas, scatterWidth, random } = options;
  if (!(Number.isInteger(replicas) && replicas >= 2 && replicas <= nodes.length)) {
    throw new RangeError(
      `replicas is ${replicas}; allowed is a whole number from 2 to the number of nodes, ${nodes.length}`,
    );
  }
  if (!(Number.isInteger(scatterWidth) && scatterWidth >= 1)) {
    throw new RangeError(`scatterWidth is ${scatterWidth}; allowed is a whole number from 1`);
  }
  const permutations = Math.ceil(scatterWidth / (replicas - 1));
  const groups: Copyset[] = [];
  for (let round = 0; round < permutations; round++) {
    const shuffled = shuffle(nodes, random);
    for (let first = 0; first + replicas <= shuffled.length; first += replicas) {
      groups.push(shuffled.slice(first, first + replicas));
    }
  }
  return groups;
}

/**
 * The chance that data are lost when `down` nodes, drawn at random, fail at once: that at least one copyset is wholly
 * among them. Random replication of very many chunks makes nearly every set of nodes a copyset.
 *
 * Each of `sets` copysets dies with the chance C(down, R) / C(nodes, R); they are taken to be independent, which for
 * the rare ones they very nearly are.
 * @example
 * const failure = { nodes: 5000, replicas: 3, down: 50 };
 * chanceOfDataLoss({ ...failure, sets: 5000 / 3 }).toFixed(4); // → "0.0016"
 */
export function chanceOfDataLoss(options: {
  readonly nodes: number;
  readonly replicas: number;
  readonly down: number;
  /** How many different copysets there are; for scatter width R − 1 it is nodes / R. */
  readonly sets: number;
}): number {
  const { nodes, replicas, down, sets } = options;
  for (const [name, value] of Object.entries({ nodes, replicas, down })) {
    const least = name === "down" ? 0 : 1;
    if (Number.isInteger(value) && value >= least && value <= nodes) continue;
    throw new RangeError(`${name} is ${value}; allowed is a whole number from ${least} to nodes, ${nodes}`);
  }
  if (!(sets >= 0)) throw new RangeError(`sets is ${sets}; allowed is a number from 0`);
  let dies = 1;
  for (let copy = 0; copy < replicas; copy++) dies *= Math.max(0, down - copy) / (nodes - copy);
  return dies === 1 && sets > 0 ? 1 : -Math.expm1(sets * Math.log1p(-dies)) + 0;
}

/** Fisher and Yates. */
function shuffle(items: readonly string[], random: () => number): string[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

function requireNodes(nodes: readonly string[]): void {
  if (nodes.length === 0) throw new RangeError("nodes is empty; a key needs at least one node");
}
