/**
 * Sets of configurations. A configuration is one way in which things may stand: the object's state; which of the
 * operations under way have taken effect, and which may have, unseen; and which of those that never returned have.
 *
 * Only what may still matter is kept. Of two configurations with the same state, one can do whatever the other can if
 * it has the same changes done, the same reads or more, fewer unreturned operations spent, and every write on which
 * they differ is one that it may still count as done or not: the other is dropped.
 */
import type { Multisets } from "./multisets";
import { enlarged } from "./witness";

/** Where a row of `Configurations` has its fields; the bits `done` follow, one for each slot, and then `optional`. */
export const field = { state: 0, spent: 1, node: 2, done: 3 } as const;

/** The state of a row that another has replaced. */
const dropped = -1;

/** Bits of the slots whose operations never change the state, and of those that overwrite whatever is there. */
export interface Masks {
  readonly quiet: Int32Array;
  readonly blind: Int32Array;
}

export class Configurations {
  /** `stride` numbers each: see `field`. */
  rows: Int32Array;
  /** Rows in use, with those that were replaced. */
  count = 0;
  alive = 0;
  readonly stride: number;
  readonly #words: number;
  readonly #masks: Masks;
  readonly #multisets: Multisets;
  #heads = new Int32Array(16);
  #stamps = new Int32Array(16);
  #stamp = 0;
  #chain: Int32Array = new Int32Array(16);

  /** @param masks must not change between one `clear` and the next */
  constructor(words: number, masks: Masks, multisets: Multisets) {
    this.#words = words;
    this.#masks = masks;
    this.#multisets = multisets;
    this.stride = field.done + 2 * words;
    this.rows = new Int32Array(16 * this.stride);
  }

  clear(): void {
    this.count = 0;
    this.alive = 0;
    this.#stamp++;
  }

  isDropped(row: number): boolean {
    return this.rows[row * this.stride] === dropped;
  }

  drop(row: number): void {
    this.rows[row * this.stride] = dropped;
    this.alive--;
  }

  /** Adds a configuration unless one that can do as much is there, and answers its row, or -1. */
  offer(state: number, spent: number, bits: Int32Array): number {
    const slot = this.#slotOf(state, bits, 0);
    for (let row = this.#stamps[slot] === this.#stamp ? this.#heads[slot]! : -1; row >= 0; row = this.#chain[row]!) {
      if (this.rows[row * this.stride] !== state) continue;
      const compared = this.#compare(row, spent, bits);
      if (compared > 0) return -1;
      if (compared < 0) this.drop(row);
    }
    return this.#append(slot, state, spent, bits);
  }

  #append(slot: number, state: number, spent: number, bits: Int32Array): number {
    if (this.count === this.#chain.length) this.#chain = enlarged(this.#chain);
    if ((this.count + 1) * this.stride > this.rows.length) this.rows = enlarged(this.rows);
    const row = this.count++;
    this.alive++;
    const start = row * this.stride;
    this.rows[start] = state;
    this.rows[start + field.spent] = spent;
    this.rows[start + field.node] = -1;
    for (let word = 0; word < bits.length; word++) this.rows[start + field.done + word] = bits[word]!;
    if (this.count > this.#heads.length) this.#rehash();
    else this.#link(slot, row);
    return row;
  }

  /** 1: the row can do as much as what is compared with it; -1: the other way round; 0: neither. */
  #compare(row: number, spent: number, bits: Int32Array): number {
    const { rows } = this;
    const { quiet, blind } = this.#masks;
    const words = this.#words;
    const start = row * this.stride;
    let rowLacks = 0;
    let otherLacks = 0;
    for (let word = 0; word < words; word++) {
      const rowDone = rows[start + field.done + word]!;
      const rowOptional = rows[start + field.done + words + word]!;
      const done = bits[word]!;
      const optional = bits[words + word]!;
      const differs = rowDone ^ done;
      if ((differs & ~(quiet[word]! | blind[word]!)) !== 0) return 0;
      rowLacks |= (~rowOptional & (optional | differs) & blind[word]!) | (~rowDone & differs & quiet[word]!);
      otherLacks |= (~optional & (rowOptional | differs) & blind[word]!) | (rowDone & differs & quiet[word]!);
    }
    const rowSpent = rows[start + field.spent]!;
    if (rowLacks === 0 && this.#multisets.within(rowSpent, spent)) return 1;
    return otherLacks === 0 && this.#multisets.within(spent, rowSpent) ? -1 : 0;
  }

  /** By the state and what must be equal in configurations that can be compared. */
  #slotOf(state: number, bits: Int32Array, start: number): number {
    const { quiet, blind } = this.#masks;
    let hash = Math.imul(state, 0x9e3779b1);
    for (let word = 0; word < this.#words; word++) {
      hash = Math.imul(hash ^ (bits[start + word]! & ~(quiet[word]! | blind[word]!)), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return (hash ^ (hash >>> 16)) & (this.#heads.length - 1);
  }

  #link(slot: number, row: number): void {
    this.#chain[row] = this.#stamps[slot] === this.#stamp ? this.#heads[slot]! : -1;
    this.#heads[slot] = row;
    this.#stamps[slot] = this.#stamp;
  }

  #rehash(): void {
    this.#heads = new Int32Array(this.#heads.length * 4);
    this.#stamps = new Int32Array(this.#heads.length);
    this.#stamp = 1;
    for (let row = 0; row < this.count; row++) {
      const start = row * this.stride;
      const state = this.rows[start]!;
      if (state !== dropped) this.#link(this.#slotOf(state, this.rows, start + field.done), row);
    }
  }
}
