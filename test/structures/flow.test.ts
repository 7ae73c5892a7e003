/** What keeps an overloaded system upright: buckets, bounded queues, backoffs and breakers. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  backoffMs,
  createBoundedQueue,
  createCircuitBreaker,
  createRandom,
  createTokenBucket,
  mayCall,
  offerToQueue,
  recordCall,
  takeFromQueue,
  takeTokens,
} from "distlab";
import type { Backoff, BoundedQueue } from "distlab";

describe("a token bucket", () => {
  const calls = fc.array(fc.tuple(fc.integer({ min: -200, max: 500 }), fc.integer({ min: 0, max: 4 })), {
    maxLength: 40,
  });

  test("never gives more than rate · t + burst in any stretch of time, though clocks go back", () => {
    fc.assert(
      fc.property(calls, (asked) => {
        let bucket = createTokenBucket(5, 10);
        let [nowMs, latestMs] = [0, 0];
        const taken: (readonly [atMs: number, cost: number])[] = [];
        for (const [waitMs, cost] of asked) {
          nowMs += waitMs;
          latestMs = Math.max(latestMs, nowMs);
          const result = takeTokens(bucket, nowMs, cost);
          bucket = result.bucket;
          if (result.taken) taken.push([latestMs, cost]);
        }
        taken.forEach(([fromMs], first) => {
          let sum = 0;
          for (const [atMs, cost] of taken.slice(first)) {
            sum += cost;
            expect(sum).toBeLessThanOrEqual((10 * (atMs - fromMs)) / 1000 + 5 + 1e-9);
          }
        });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("is not stingy: whoever asks at the rate always gets", () => {
    let bucket = createTokenBucket(1, 10);
    for (let nowMs = 0; nowMs < 5000; nowMs += 100) {
      const result = takeTokens(bucket, nowMs);
      expect(result.taken).toBe(true);
      bucket = result.bucket;
    }
  });

  test("a refused request costs nothing, and a cost that could never be had is an error", () => {
    const empty = takeTokens(createTokenBucket(2, 1), 0, 2).bucket;
    expect(takeTokens(takeTokens(empty, 900, 1).bucket, 1000, 1).taken).toBe(true);
    expect(() => takeTokens(empty, 0, 3)).toThrow("cost is 3; allowed is from 0 to the capacity, 2");
    expect(() => createTokenBucket(0, 1)).toThrow("capacity is 0");
  });
});

describe("a bounded queue", () => {
  test("is first in, first out, never above its capacity, and counts what it turns away", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 40 }), (capacity, offers) => {
        let queue: BoundedQueue<number> = createBoundedQueue(capacity);
        let model: number[] = [];
        let refused = 0;
        offers.forEach((isOffer, item) => {
          if (isOffer) {
            const result = offerToQueue(queue, item);
            queue = result.queue;
            expect(result.accepted).toBe(model.length < capacity);
            if (result.accepted) model = [...model, item];
            else refused += 1;
          } else {
            const result = takeFromQueue(queue);
            queue = result.queue;
            expect(result.item).toBe(model[0]);
            expect("item" in result).toBe(model.length > 0);
            model = model.slice(1);
          }
          expect([queue.items, queue.refused]).toEqual([model, refused]);
        });
      }),
      { seed: 2 },
    );
  });

  test("a capacity that is not whole is refused", () => {
    expect(() => createBoundedQueue(1.5)).toThrow("capacity is 1.5; allowed is a whole number from 1");
  });
});

describe("backoffs (Brooker 2015)", () => {
  const random = createRandom(9).next;
  const options = { baseMs: 5, capMs: 2000, random };
  const bounds: Readonly<Record<Backoff, (ceiling: number, previous: number) => readonly [number, number]>> = {
    none: () => [0, 0],
    exponential: (ceiling) => [ceiling, ceiling],
    "full jitter": (ceiling) => [0, ceiling],
    "equal jitter": (ceiling) => [ceiling / 2, ceiling],
    decorrelated: (_, previous) => [5, Math.min(2000, 3 * previous)],
  };

  test.each(Object.keys(bounds) as Backoff[])("%s: between its bounds, and using all of them", (kind) => {
    for (const attempt of [1, 2, 5, 9, 10, 2000]) {
      const ceiling = Math.min(2000, 5 * 2 ** Math.min(attempt, 20));
      const [least, most] = bounds[kind](ceiling, 50);
      const waits = Array.from({ length: 500 }, () => backoffMs(kind, attempt, 50, options));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...waits)).toBeLessThanOrEqual(most);
      expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThanOrEqual(0.95 * (most - least));
    }
  });

  test("what is out of range is refused", () => {
    expect(() => backoffMs("exponential", 0, 5, options)).toThrow("attempt is 0");
    expect(() => backoffMs("none", 1, 5, { ...options, capMs: 1 })).toThrow(
      "capMs is 1; allowed is a time from baseMs, 5",
    );
  });
});

describe("a circuit breaker (Nygard 2007, chapter 5)", () => {
  const failing = (times: number) =>
    Array.from({ length: times }).reduce<ReturnType<typeof createCircuitBreaker>>(
      (breaker) => recordCall(breaker, false, 0),
      createCircuitBreaker(3, 1000),
    );

  test("opens at the third failure in a row, and a success between begins the count again", () => {
    expect([2, 3].map((times) => failing(times).state)).toEqual(["closed", "open"]);
    expect(recordCall(recordCall(failing(2), true, 0), false, 0).state).toBe("closed");
  });

  test("after the cool-down exactly one call may try; its success closes, its failure opens for as long again", () => {
    expect(mayCall(failing(3), 999).allowed).toBe(false);
    const trial = mayCall(failing(3), 1000);
    expect([trial.allowed, mayCall(trial.breaker, 5000).allowed]).toEqual([true, false]);
    expect(mayCall(recordCall(trial.breaker, true, 1100), 1100).allowed).toBe(true);
    const again = recordCall(trial.breaker, false, 1100);
    expect([mayCall(again, 2099).allowed, mayCall(again, 2100).allowed]).toEqual([false, true]);
  });

  test("answers to calls from before it opened change nothing", () => {
    expect(recordCall(failing(3), true, 10)).toEqual(failing(3));
    expect(recordCall(failing(3), false, 900)).toEqual(failing(3));
  });

  test("between two openings at least the cool-down passes, whatever happens", () => {
    const events = fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(events, (calls) => {
        let breaker = createCircuitBreaker(2, 1000);
        let nowMs = 0;
        const opened: number[] = [];
        for (const [waitMs, succeeds] of calls) {
          nowMs += waitMs;
          const asked = mayCall(breaker, nowMs);
          breaker = asked.breaker;
          if (!asked.allowed) continue;
          const before = breaker.state;
          breaker = recordCall(breaker, succeeds, nowMs);
          if (breaker.state === "open" && before !== "open") opened.push(nowMs);
        }
        opened.slice(1).forEach((at, index) => expect(at - opened[index]!).toBeGreaterThanOrEqual(1000));
      }),
      { seed: 4 },
    );
  });
});
