// Compares stamps as text, where 10 comes before 9.
// caught by: times are compared before counters, and as numbers
import type { HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number };

const begin: Stamp = { wallMs: 0, counter: 0 };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
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
  const text = (stamp: Stamp): string => `${stamp.wallMs}.${stamp.counter}`;
  return text(left) === text(right) ? 0 : text(left) < text(right) ? -1 : 1;
}

export function read(stamp: Stamp): Stamp {
  return stamp;
}
