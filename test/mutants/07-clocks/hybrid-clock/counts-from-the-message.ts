// Goes on from the message's counter only, though it shares the time itself.
// caught by: in any history: what happened before is earlier
import type { HybridClock } from "distlab";

type Stamp = { wallMs: number; counter: number };

const begin: Stamp = { wallMs: 0, counter: 0 };

export function createClock(): HybridClock {
  let last = begin;
  function next(received: Stamp, physicalMs: number): Stamp {
    const wallMs = Math.max(last.wallMs, received.wallMs, physicalMs);
    const shared = [last, received].filter((stamp) => stamp.wallMs === wallMs);
    const counter = shared.length === 0 ? 0 : (received === begin ? last : received).counter + 1;
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
