// Carries the stamps of everything that it has heard of along.
// caught by: a stamp stays small
import type { Data, HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number; heard: Data[] };

const begin: Stamp = { wallMs: 0, counter: 0, heard: [] };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
    const shared = [last, received].filter((stamp) => stamp.wallMs === wallMs);
    const counter = shared.length === 0 ? 0 : Math.max(...shared.map((stamp) => stamp.counter)) + 1;
    last = { wallMs, counter, heard: [...received.heard, wallMs] };
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

export function read({ wallMs, counter }: Stamp): { wallMs: number; counter: number } {
  return { wallMs, counter };
}
