/**
 * Hash tables on typed arrays: pairs of integers that become small integers themselves, and maps from a pair to an
 * integer. Everything that the checker remembers is named by such integers, so that a state is a few numbers, equal
 * things are equal numbers, and ten million states fit into memory.
 */

const firstCapacity = 64;

function scramble(left: number, right: number): number {
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right ^ 0x5bd1e995, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** Numbers pairs of integers in the order in which they are first seen: 0, 1, 2, … */
export class Pairs {
  /** How many distinct pairs have been seen. */
  size = 0;
  /** The pairs one after the other: what stands for number n is at 2n and 2n + 1. */
  private pairs: Int32Array = new Int32Array(2 * firstCapacity);
  /** Open addressing with linear probing; a slot holds a number plus one, or 0 where it is empty. */
  private slots: Int32Array = new Int32Array(2 * firstCapacity);
  private mask = 2 * firstCapacity - 1;

  /** The pair's number, a new one if it has not been seen before. */
  intern(left: number, right: number): number {
    const { pairs, slots, mask } = this;
    let slot = scramble(left, right) & mask;
    for (;;) {
      const number = slots[slot]! - 1;
      if (number < 0) break;
      if (pairs[2 * number] === left && pairs[2 * number + 1] === right) return number;
      slot = (slot + 1) & mask;
    }
    return this.add(left, right, slot);
  }

  /** The pair's number, or −1. */
  find(left: number, right: number): number {
    const { pairs, slots, mask } = this;
    let slot = scramble(left, right) & mask;
    for (;;) {
      const number = slots[slot]! - 1;
      if (number < 0 || (pairs[2 * number] === left && pairs[2 * number + 1] === right)) return number;
      slot = (slot + 1) & mask;
    }
  }

  left(number: number): number {
    return this.pairs[2 * number]!;
  }

  right(number: number): number {
    return this.pairs[2 * number + 1]!;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.pairs.byteLength + this.slots.byteLength;
  }

  private add(left: number, right: number, slot: number): number {
    const number = this.size;
    if (2 * number === this.pairs.length) this.pairs = grown(this.pairs, 2 * this.pairs.length);
    this.pairs[2 * number] = left;
    this.pairs[2 * number + 1] = right;
    this.slots[slot] = number + 1;
    this.size = number + 1;
    // Half full at most: a look-up then rarely needs a second probe.
    if (2 * this.size > this.mask) this.widen();
    return number;
  }

  private widen(): void {
    const mask = 2 * this.mask + 1;
    const slots = new Int32Array(mask + 1);
    const { pairs, size } = this;
    for (let number = 0; number < size; number++) {
      let slot = scramble(pairs[2 * number]!, pairs[2 * number + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/** Remembers an integer for a pair of integers. */
export class PairMap {
  private readonly keys = new Pairs();
  private readonly values = new Integers();

  /** What was remembered, or −1. */
  get(left: number, right: number): number {
    const key = this.keys.find(left, right);
    return key < 0 ? -1 : this.values.at(key);
  }

  /** Remembers `value` for a pair that has none yet. */
  set(left: number, right: number, value: number): void {
    this.values.put(this.keys.intern(left, right), value);
  }
}

/** A growing list of 32-bit integers. */
export class Integers {
  size = 0;
  private items: Int32Array;

  constructor(capacity = firstCapacity) {
    this.items = new Int32Array(capacity);
  }

  /** The integer at `index`, which must be below `size`. */
  at(index: number): number {
    return this.items[index]!;
  }

  push(item: number): void {
    if (this.size === this.items.length) this.items = grown(this.items, 2 * this.size);
    this.items[this.size++] = item;
  }

  /** Sets the item at `index`; what lies between the old end and it is `filler`. */
  put(index: number, item: number, filler = 0): void {
    while (this.size <= index) this.push(filler);
    this.items[index] = item;
  }

  pop(): number {
    return this.items[--this.size]!;
  }

  /** The items themselves, for loops that must be fast; good until the next `push`. */
  get raw(): Int32Array {
    return this.items;
  }

  get bytes(): number {
    return this.items.byteLength;
  }
}

function grown(items: Int32Array, capacity: number): Int32Array {
  const larger = new Int32Array(capacity);
  larger.set(items);
  return larger;
}

/** Numbers sequences of integers in the order in which they are first seen; the empty one is 0. */
export class Sequences {
  /** A sequence is a chain of pairs: all but its last item, and its last item. Number 0 is the empty chain. */
  private readonly chains = new Pairs();
  private readonly lists: (readonly number[])[] = [[]];

  intern(items: readonly number[]): number {
    let chain = 0;
    for (const item of items) chain = this.chains.intern(chain, item) + 1;
    for (let known = this.lists.length; known <= chain; known++) {
      const shorter = this.lists[this.chains.left(known - 1)]!;
      this.lists.push([...shorter, this.chains.right(known - 1)]);
    }
    return chain;
  }

  items(number: number): readonly number[] {
    return this.lists[number]!;
  }
}
