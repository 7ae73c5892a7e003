/** A table from pairs of small integers to integers. */

/** From pairs of small integers to integers: open addressing, because a `Map` would need a key made of the pair. */
export class PairTable {
  #keys = new Int32Array(2 * 64).fill(-1);
  #values = new Int32Array(64);
  #size = 0;

  /** The value of (`left`, `right`), or `missing`. */
  get(left: number, right: number): number {
    const mask = this.#values.length - 1;
    for (let slot = hashPair(left, right) & mask; ; slot = (slot + 1) & mask) {
      const key = this.#keys[2 * slot]!;
      if (key === left && this.#keys[2 * slot + 1] === right) return this.#values[slot]!;
      if (key === -1) return missing;
    }
  }

  /** The pair must not be in the table yet. */
  add(left: number, right: number, value: number): void {
    if (++this.#size * 2 > this.#values.length) this.#grow();
    this.#place(left, right, value);
  }

  #place(left: number, right: number, value: number): void {
    const mask = this.#values.length - 1;
    let slot = hashPair(left, right) & mask;
    while (this.#keys[2 * slot] !== -1) slot = (slot + 1) & mask;
    this.#keys[2 * slot] = left;
    this.#keys[2 * slot + 1] = right;
    this.#values[slot] = value;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    this.#keys = new Int32Array(keys.length * 2).fill(-1);
    this.#values = new Int32Array(values.length * 2);
    for (let slot = 0; slot < values.length; slot++) {
      if (keys[2 * slot] !== -1) this.#place(keys[2 * slot]!, keys[2 * slot + 1]!, values[slot]!);
    }
  }
}

/** What a `PairTable` answers where it knows nothing. */
export const missing = -0x7fffffff;

function hashPair(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
