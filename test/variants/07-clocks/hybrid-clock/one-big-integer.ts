// Keeps both in one BigInt, sixteen bits for the counter, and sends it as text.
import type { HybridClock } from "distlab";

export function createClock(): HybridClock {
  let last = 0n;
  const next = (received: bigint, physicalMs: number): string => {
    const clock = BigInt(physicalMs) << 16n;
    const known = last > received ? last : received;
    // One more is the next counter; a clock that has gone on has zeros there.
    last = clock > known && clock >> 16n !== known >> 16n ? clock : known + 1n;
    return last.toString(36);
  };
  return {
    tick: (physicalMs) => next(0n, physicalMs),
    receive: (stamp, physicalMs) => next(parse(stamp as string), physicalMs),
  };
}

function parse(stamp: string): bigint {
  return [...stamp].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
}

export function compare(left: string, right: string): number {
  return parse(left) < parse(right) ? -1 : parse(left) > parse(right) ? 1 : 0;
}

export function read(stamp: string): { wallMs: number; counter: number } {
  return { wallMs: Number(parse(stamp) >> 16n), counter: Number(parse(stamp) & 0xffffn) };
}
