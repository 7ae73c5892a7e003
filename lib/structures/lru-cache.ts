/**
 * A cache that throws out what has not been used for longest. A Map keeps its keys in order of insertion, so to use
 * an entry is to insert it again, and the oldest is the first.
 *
 * Source: Sleator and Tarjan, "Amortized efficiency of list update and paging rules", CACM 28(2), 1985, section 3:
 * LRU misses at most k / (k − h + 1) times as often as the best that could be done with h entries instead of k.
 */

/**
 * A cache of at most `capacity` entries; every operation takes the same time, however many there are.
 * @example
 * const cache = new LruCache<string, number>(2);
 * cache.set("a", 1);
 * cache.set("b", 2);
 * cache.get("a"); // → 1
 * cache.set("c", 3); // → "b"
 * cache.keys(); // → ["a", "c"]
 */
export class LruCache<Key, Value> {
  private readonly entries = new Map<Key, Value>();
  /** How many `get`s found something. */
  hits = 0;
  /** How many did not. */
  misses = 0;

  /** @param capacity how many entries it holds: a whole number from 1, or a RangeError is thrown */
  constructor(readonly capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1)) {
      throw new RangeError(`capacity is ${capacity}; allowed is a whole number from 1`);
    }
  }

  /** How many entries are there now. */
  get size(): number {
    return this.entries.size;
  }

  /** The value, which is now the most recently used; undefined, and a miss, where there is none. */
  get(key: Key): Value | undefined {
    if (!this.entries.has(key)) {
      this.misses += 1;
      return undefined;
    }
    this.hits += 1;
    const value = this.entries.get(key)!;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  /** Puts the entry first in line, and returns the key that had to go, if one had to. */
  set(key: Key, value: Value): Key | undefined {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.capacity) return undefined;
    const oldest = this.entries.keys().next().value as Key;
    this.entries.delete(oldest);
    return oldest;
  }

  /** Forgets the entry; whether there was one. Neither a hit nor a miss. */
  delete(key: Key): boolean {
    return this.entries.delete(key);
  }

  /** From least to most recently used. */
  keys(): readonly Key[] {
    return [...this.entries.keys()];
  }
}
