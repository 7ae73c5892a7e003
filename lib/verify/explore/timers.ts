/**
 * The timers that a node has set. In asynchronous time only their names matter. In synchronous time each has a range
 * of what is left until it fires, and time passes for all nodes alike: when a timer fires after something between
 * `least` and `most` milliseconds, every other timer has that much less to go.
 */
import type { Data } from "../../data";
import type { Effect } from "../../step";
import type { Time } from "./options";
import type { Values } from "./values";

export interface SetTimer {
  readonly name: string;
  /** What is left, at least and at most; 0 and Infinity where time is asynchronous. */
  readonly minMs: number;
  readonly maxMs: number;
}

export class Timers {
  readonly none: number;
  private readonly lists = new Map<number, readonly SetTimer[]>();

  constructor(
    private readonly values: Values,
    private readonly time: Time,
  ) {
    this.none = this.values.intern({});
  }

  /** The timers, by name. */
  of(timers: number): readonly SetTimer[] {
    let list = this.lists.get(timers);
    if (!list) {
      const record = this.values.value(timers) as { readonly [name: string]: readonly [number, number] | true };
      list = Object.entries(record).map(([name, left]) =>
        left === true ? { name, minMs: 0, maxMs: Infinity } : { name, minMs: left[0], maxMs: left[1] },
      );
      this.lists.set(timers, list);
    }
    return list;
  }

  /** The timers after a handler's effects. */
  after(timers: number, effects: readonly Effect[]): number {
    if (!effects.some((effect) => effect.kind === "setTimer" || effect.kind === "cancelTimer")) return timers;
    const record = this.copy(timers);
    for (const effect of effects) {
      if (effect.kind === "cancelTimer") delete record[effect.timer];
      else if (effect.kind === "setTimer") {
        record[effect.timer] = this.time === "asynchronous" ? true : [effect.minMs, effect.maxMs];
      }
    }
    return this.values.intern(record);
  }

  without(timers: number, name: string): number {
    const record = this.copy(timers);
    delete record[name];
    return this.values.intern(record);
  }

  /** The timers after time has passed: at least `leastMs`, at most `mostMs`. */
  aged(timers: number, leastMs: number, mostMs: number): number {
    if (timers === this.none || mostMs === 0) return timers;
    const record: { [name: string]: Data } = {};
    for (const { name, minMs, maxMs } of this.of(timers)) {
      record[name] = [Math.max(0, minMs - mostMs), maxMs - leastMs];
    }
    return this.values.intern(record);
  }

  private copy(timers: number): { [name: string]: Data } {
    return { ...(this.values.value(timers) as { readonly [name: string]: Data }) };
  }
}
