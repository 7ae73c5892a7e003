/**
 * How each configuration came about: a forest in which a node is one more operation that took effect.
 *
 * A search keeps only the configurations of the moment. Their histories soon share one ancestor, and what no living
 * configuration descends from is thrown away now and then: so the cost is one node for each operation of the history.
 */
export class Witness {
  #parents: Int32Array = new Int32Array(128);
  #operations: Int32Array = new Int32Array(128);
  #size = 0;
  #collectAt = 200_000;

  /** `operation` took effect after what `parent` stands for; -1 stands for nothing so far. */
  add(parent: number, operation: number): number {
    if (this.#size === this.#parents.length) {
      this.#parents = enlarged(this.#parents);
      this.#operations = enlarged(this.#operations);
    }
    this.#parents[this.#size] = parent;
    this.#operations[this.#size] = operation;
    return this.#size++;
  }

  get full(): boolean {
    return this.#size > this.#collectAt;
  }

  /** Forgets what none of `roots` descends from, and answers where each of them is now. */
  collect(roots: readonly number[]): readonly number[] {
    const moved = new Int32Array(this.#size);
    for (const root of roots) if (root >= 0) moved[root] = 1;
    for (let node = this.#size - 1; node >= 0; node--) {
      if (moved[node] === 1 && this.#parents[node]! >= 0) moved[this.#parents[node]!] = 1;
    }
    let kept = 0;
    for (let node = 0; node < this.#size; node++) {
      if (moved[node] !== 1) continue;
      const parent = this.#parents[node]!;
      this.#parents[kept] = parent < 0 ? -1 : moved[parent]!;
      this.#operations[kept] = this.#operations[node]!;
      moved[node] = kept++;
    }
    this.#size = kept;
    this.#collectAt = Math.max(200_000, 2 * kept);
    return roots.map((root) => (root < 0 ? -1 : moved[root]!));
  }

  /** The operations that led to `node`, first to last. */
  path(node: number): readonly number[] {
    const reversed: number[] = [];
    for (let each = node; each >= 0; each = this.#parents[each]!) reversed.push(this.#operations[each]!);
    return reversed.toReversed();
  }
}

export function enlarged(array: Int32Array): Int32Array {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
