/** Which orders of events are possible in time. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastTimes } from "../../lib/seeds/timing";
import type { Bound } from "../../lib/seeds/timing";

/** Tries all whole times up to a limit: too simple to be wrong. */
function bruteForce(last: number, bounds: readonly Bound[], mostMs: number): readonly number[] | undefined {
  const times = [0];
  const holds = (): boolean =>
    bounds.every(({ from, to, minMs, maxMs }) => {
      if (from >= times.length || to >= times.length) return true;
      const took = times[to]! - times[from]!;
      return took >= minMs && took <= maxMs;
    });
  const extend = (): boolean => {
    if (times.length > last) return true;
    for (let time = times.at(-1)!; time <= mostMs; time++) {
      times.push(time);
      if (holds() && extend()) return true;
      times.pop();
    }
    return false;
  };
  return extend() ? times : undefined;
}

const bound = fc
  .record({ from: fc.nat(3), further: fc.integer({ min: 1, max: 3 }), minMs: fc.nat(3), wide: fc.nat(3) })
  .map(({ from, further, minMs, wide }): Bound => ({
    from,
    to: Math.min(4, from + further),
    minMs,
    maxMs: minMs + wide,
  }));

describe("leastTimes", () => {
  it("agrees with trying all times, and gives the least", () => {
    let impossible = 0;
    fc.assert(
      fc.property(fc.array(bound, { maxLength: 5 }), (bounds) => {
        const expected = bruteForce(4, bounds, 12);
        const found = leastTimes(4, bounds);
        if (!expected) impossible += 1;
        expect(found).toEqual(expected);
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(impossible).toBeGreaterThan(50);
  });

  it("keeps moves apart where that is asked for", () => {
    const within: Bound = { from: 0, to: 2, minMs: 0, maxMs: 15 };
    expect(leastTimes(2, [within], 5)).toEqual([0, 5, 10]);
    expect(leastTimes(2, [within], 10)).toBeUndefined();
  });
});
