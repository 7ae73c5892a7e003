/**
 * The set of states that have been seen. A state is a row of integers, one for each column; it is kept as a binary
 * tree whose inner nodes are numbered pairs, so that two states which differ in one column share all the rest. A
 * state then costs eight bytes and its place in a table, however many columns it has, and looking up a neighbour
 * costs one small table for each level of the tree (tree compression: Laarman, van de Pol and Weber, "Parallel
 * recursive state compression for free", SPIN 2011).
 */
import { Integers, Pairs } from "./tables";

export class States {
  /** The row that is being worked on, and above it the numbers of its inner nodes. */
  private readonly current: Int32Array;
  /** The row that was loaded last, with its inner nodes. */
  private readonly loaded: Int32Array;
  private readonly loadedInner: Int32Array;
  private readonly left: Int32Array;
  private readonly right: Int32Array;
  private readonly tables: Pairs[] = [];
  /** Inner nodes above each column, lowest first, the root last. */
  private readonly above: Int32Array[];
  /** Inner nodes whose numbers must be found anew, while a row is added. */
  private readonly stale: Uint8Array;
  private readonly changed = new Integers();

  /** @param width how many columns a state has, at least 2 */
  constructor(readonly width: number) {
    const inner = width - 1;
    this.current = new Int32Array(width + inner).fill(-1);
    this.loaded = new Int32Array(width + inner).fill(-1);
    this.loadedInner = this.loaded.subarray(width);
    this.left = new Int32Array(inner);
    this.right = new Int32Array(inner);
    this.stale = new Uint8Array(inner);
    const paths: number[][] = Array.from({ length: width }, () => []);
    this.grow(0, width, paths);
    this.above = paths.map((path) => Int32Array.from(path));
  }

  /** Builds the tree over the columns from `from` to before `to`; returns the place of its root in a row. */
  private grow(from: number, to: number, paths: number[][]): number {
    if (to - from === 1) return from;
    const middle = (from + to) >> 1;
    const leftPlace = this.grow(from, middle, paths);
    const rightPlace = this.grow(middle, to, paths);
    const node = this.tables.length;
    this.left[node] = leftPlace;
    this.right[node] = rightPlace;
    this.tables.push(new Pairs());
    for (let column = from; column < to; column++) paths[column]!.push(node);
    return this.width + node;
  }

  /** How many distinct states have been added. */
  get size(): number {
    return this.tables[this.width - 2]!.size;
  }

  get bytes(): number {
    return this.tables.reduce((sum, table) => sum + table.bytes, 0);
  }

  /** The state that was loaded last. */
  get loadedState(): number {
    return this.loaded[2 * this.width - 2]!;
  }

  /** Makes `state` the current row. */
  load(state: number): void {
    const { loaded, width } = this;
    loaded[2 * width - 2] = state;
    for (let node = width - 2; node >= 0; node--) {
      const table = this.tables[node]!;
      const number = loaded[width + node]!;
      loaded[this.left[node]!] = table.left(number);
      loaded[this.right[node]!] = table.right(number);
    }
    this.current.set(loaded);
    this.changed.size = 0;
  }

  /** The current row's entry. */
  get(column: number): number {
    return this.current[column]!;
  }

  set(column: number, value: number): void {
    if (this.current[column] === value) return;
    this.current[column] = value;
    this.changed.push(column);
  }

  /** Adds the current row and returns its number: the next free one if it is new. */
  add(): number {
    return this.changed.size === 1 ? this.addClimbing(this.changed.at(0)) : this.addMerging();
  }

  /** Only one column has changed: only the inner nodes above it have. */
  private addClimbing(column: number): number {
    const { loaded, left, right, tables, width } = this;
    const path = this.above[column]!;
    let place = column;
    let number = this.current[column]!;
    for (let step = 0; step < path.length; step++) {
      const node = path[step]!;
      const table = tables[node]!;
      number =
        left[node] === place ? table.intern(number, loaded[right[node]!]!) : table.intern(loaded[left[node]!]!, number);
      place = width + node;
    }
    return number;
  }

  private addMerging(): number {
    const { current, stale, left, right, tables, width } = this;
    for (let index = 0; index < this.changed.size; index++) {
      const path = this.above[this.changed.at(index)]!;
      for (let step = 0; step < path.length; step++) stale[path[step]!] = 1;
    }
    for (let node = 0; node < stale.length; node++) {
      if (stale[node] === 0) continue;
      stale[node] = 0;
      current[width + node] = tables[node]!.intern(current[left[node]!]!, current[right[node]!]!);
    }
    const number = current[2 * width - 2]!;
    current.set(this.loadedInner, width);
    return number;
  }

  /** Takes back every change since `load`. */
  restore(): void {
    const { current, loaded, changed } = this;
    while (changed.size > 0) {
      const column = changed.pop();
      current[column] = loaded[column]!;
    }
  }
}
