/** Multisets of small integers, each known by a number. */
import { PairTable, missing } from "./pair-table";

/** Equal multisets have the same number; 0 is the empty one. */
export class Multisets {
  readonly #members: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>([["", 0]]);
  readonly #extensions = new PairTable();

  /** The multiset with one `member` more. */
  extend(set: number, member: number): number {
    const known = this.#extensions.get(set, member);
    if (known !== missing) return known;
    const members = [...this.#members[set]!, member].toSorted((a, b) => a - b);
    const key = members.join(" ");
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#members.push(members) - 1;
      this.#ids.set(key, id);
    }
    this.#extensions.add(set, member, id);
    return id;
  }

  count(set: number, member: number): number {
    if (set === 0) return 0;
    let count = 0;
    for (const each of this.#members[set]!) if (each === member) count++;
    return count;
  }

  /** Whether `left` is part of `right`. */
  within(left: number, right: number): boolean {
    if (left === 0 || left === right) return true;
    const large = this.#members[right]!;
    let place = 0;
    for (const member of this.#members[left]!) {
      while (place < large.length && large[place]! < member) place++;
      if (place === large.length || large[place++] !== member) return false;
    }
    return true;
  }
}
