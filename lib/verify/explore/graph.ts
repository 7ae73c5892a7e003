/**
 * Which states follow which, kept only where a `canAlwaysReach` asks for it: a state from which no path leads to a
 * goal is found by going backwards from all goals.
 */
import { Integers } from "./tables";

/** Bit 0 of a state's marks: not all of its steps are known. */
const open = 1;

export class Graph {
  private readonly marks = new Integers(1024);
  private readonly starts = new Integers(1024);
  private readonly ends = new Integers(1024);
  private readonly targets = new Integers(4096);

  get bytes(): number {
    return this.marks.bytes + this.starts.bytes + this.ends.bytes + this.targets.bytes;
  }

  /** A state has been found, where the goals of these properties hold: bit n for the n-th. Its steps are not known yet. */
  add(goals: number): void {
    this.marks.push((goals << 1) | open);
    this.starts.push(0);
    this.ends.push(0);
  }

  /** From now on edges leave `state`. */
  begin(state: number): void {
    this.starts.put(state, this.targets.size);
  }

  edge(target: number): void {
    this.targets.push(target);
  }

  /** All edges of `state` are known; `complete` is false where it has more than were taken. */
  end(state: number, complete: boolean): void {
    this.ends.put(state, this.targets.size);
    if (complete) this.marks.put(state, this.marks.at(state) & ~open);
  }

  /**
   * The first state from which no goal of the property can be reached, or −1. A state with steps that are not known
   * is taken to reach it.
   */
  firstBlocked(property: number): number {
    const size = this.marks.size;
    const { offsets, sources } = this.reversed();
    const reaches = new Uint8Array(size);
    const waiting = new Integers();
    const goal = (1 << (property + 1)) | open;
    for (let state = 0; state < size; state++) {
      if ((this.marks.at(state) & goal) === 0) continue;
      reaches[state] = 1;
      waiting.push(state);
    }
    while (waiting.size > 0) {
      const state = waiting.pop();
      for (let index = offsets[state]!; index < offsets[state + 1]!; index++) {
        const source = sources[index]!;
        if (reaches[source] === 1) continue;
        reaches[source] = 1;
        waiting.push(source);
      }
    }
    return reaches.indexOf(0);
  }

  /** For each state, the states that it follows: `sources` from `offsets[state]` to before `offsets[state + 1]`. */
  private reversed(): { readonly offsets: Int32Array; readonly sources: Int32Array } {
    const size = this.marks.size;
    const offsets = new Int32Array(size + 2);
    // Two places ahead, so that filling moves each offset to where it belongs.
    this.forEachEdge((_, target) => (offsets[target + 2]! += 1));
    for (let state = 2; state < offsets.length; state++) offsets[state]! += offsets[state - 1]!;
    const sources = new Int32Array(offsets[size + 1]!);
    this.forEachEdge((source, target) => (sources[offsets[target + 1]!++] = source));
    return { offsets, sources };
  }

  private forEachEdge(use: (source: number, target: number) => void): void {
    for (let source = 0; source < this.marks.size; source++) {
      for (let edge = this.starts.at(source); edge < this.ends.at(source); edge++) use(source, this.targets.at(edge));
    }
  }
}
