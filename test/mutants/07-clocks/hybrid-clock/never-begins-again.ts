// Never sets the counter back to 0.
// caught by: a clock that stands still or goes back still tells its events apart
import type { HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number };

const begin: Stamp = { wallMs: 0, counter: 0 };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
    const shared = [last, received].filter((stamp) => stamp.wallMs === wallMs);
    const counter = Math.max(last.counter, received.counter) + (shared.length === 0 ? 0 : 1);
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
