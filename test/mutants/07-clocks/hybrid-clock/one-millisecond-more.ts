// Has no counter: adds a millisecond whenever the clock has not moved, and runs ahead of all clocks.
// caught by: a clock that stands still or goes back still tells its events apart
import type { HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number };

const begin: Stamp = { wallMs: 0, counter: 0 };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs + 1, received.wallMs + 1, physicalMs);
    const shared = [last, received].filter((stamp) => stamp.wallMs === wallMs);
    const counter = shared.length === 0 ? 0 : Math.max(...shared.map((stamp) => stamp.counter)) + 1;
    last = { wallMs, counter };
    return last;
  }
  return {
    tick: (physicalMs) => next(begin, physicalMs),
    receive: (stamp, physicalMs) => next(stamp as Stamp, physicalMs),
  };
}

export function compare(left: Stamp, right: Stamp): number {
  return left.wallMs - right.wallMs || left.counter - right.counter;
}

export function read(stamp: Stamp): Stamp {
  return stamp;
}
