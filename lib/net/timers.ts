/** A node's timers, in real time: by its own monotonic clock, each once, never early, late where the process stood still. */
import type { Millis } from "../protocol";
import type { Clock } from "./clock";

interface Running {
  readonly dueMs: Millis;
  /** How to take back what will look at the clock. */
  cancel: () => void;
}

/** Calls `back` after about so long; returns what takes it back. Real by default, and another in tests. */
export type Later = (back: () => void, afterMs: Millis) => () => void;

/** `setTimeout` takes nothing longer. */
const waitMsMax = 2 ** 31 - 1;

const realLater: Later = (back, afterMs) => {
  const handle = setTimeout(back, Math.min(afterMs, waitMsMax));
  return () => clearTimeout(handle);
};

export interface TimersOptions {
  readonly clock: Clock;
  /** Draws a number from 0 to 1, 1 excluded: the durations. */
  readonly random: () => number;
  readonly onTimer: (timer: string) => void;
  readonly later?: Later;
}

export class Timers {
  private readonly running = new Map<string, Running>();
  private readonly later: Later;

  constructor(private readonly options: TimersOptions) {
    this.later = options.later ?? realLater;
  }

  /** Fires once, after a time from the range; replaces a timer of the same name. */
  set(timer: string, minMs: Millis, maxMs: Millis): void {
    const { clock, random } = this.options;
    this.cancel(timer);
    const running: Running = { dueMs: clock.nowMs() + minMs + random() * (maxMs - minMs), cancel: () => undefined };
    this.running.set(timer, running);
    this.wait(timer, running);
  }

  cancel(timer: string): void {
    this.running.get(timer)?.cancel();
    this.running.delete(timer);
  }

  cancelAll(): void {
    for (const timer of this.running.keys()) this.cancel(timer);
  }

  private wait(timer: string, running: Running): void {
    const leftMs = running.dueMs - this.options.clock.nowMs();
    running.cancel = this.later(() => this.look(timer, running), Math.max(0, Math.ceil(leftMs)));
  }

  /** What wakes a process can be early, by rounding, or where another clock jumped. Only this node's own clock counts. */
  private look(timer: string, running: Running): void {
    if (this.running.get(timer) !== running) return;
    if (this.options.clock.nowMs() < running.dueMs) return this.wait(timer, running);
    this.running.delete(timer);
    this.options.onTimer(timer);
  }
}
