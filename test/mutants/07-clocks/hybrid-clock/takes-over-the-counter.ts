// Begins the counter at 0 on every arrival.
// caught by: an arrival is later than its sending and than all before it
import type { HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number };

const begin: Stamp = { wallMs: 0, counter: 0 };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
    const shared = [last, received].filter((stamp) => stamp.wallMs === wallMs);
    const counter = received.wallMs === wallMs || shared.length === 0 ? 0 : last.counter + 1;
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
