/**
 * What phi promises: at phi 1, 2, 3 a suspicion is wrong in 10, 1, 0.1 % of cases, if the model of arrivals holds.
 * First the formula by itself, with a known mean and deviation; then the whole detector, which has to learn them.
 */
import { describe, expect, test } from "vitest";
import { createPhiDetector, createRandom, latency, phi, phiDetector, recordHeartbeat, simulate } from "distlab";
import type { Latency, PhiDetectorState } from "distlab";

/** A detector that knows exactly this mean and standard deviation, in ms: two intervals, one each side. */
const knowing = (mean: number, deviation: number) =>
  [0, mean - deviation, 2 * mean].reduce(recordHeartbeat, createPhiDetector({ minStdDevMs: 1 }));

describe("published: phi 1, 2, 3 means 10, 1, 0.1 % false suspicion (Hayashibara et al. 2004, section 4.3)", () => {
  const heartbeats = 100_000;

  /** The share of intervals in which a threshold of phi is passed before the next heartbeat comes. */
  function falseSuspicions(draw: (random: () => number) => number, threshold: number): number {
    const random = createRandom(11).next;
    const detector = knowing(1000, 100);
    let wrong = 0;
    for (let beat = 0; beat < heartbeats; beat++) if (phi(detector, 2000 + draw(random)) > threshold) wrong += 1;
    return wrong / heartbeats;
  }

  const normal = (random: () => number) =>
    1000 + 100 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  test.each([
    [1, 0.1, 0.05],
    [2, 0.01, 0.1],
    [3, 0.001, 0.3],
  ])("phi %i: %d of normal arrivals, within a share of %d", (threshold, share, tolerance) => {
    expect(Math.abs(falseSuspicions(normal, threshold) / share - 1)).toBeLessThan(tolerance);
  });

  test("if arrivals are not normal, phi 3 promises too much: exponential tails of the same mean and deviation, over 15 times as often", () => {
    const exponential = (random: () => number) => 900 - 100 * Math.log(1 - random());
    expect(falseSuspicions(exponential, 3)).toBeGreaterThan(0.015);
  });
});

describe("the same for the detector as a protocol, which learns the intervals from the last 1000 heartbeats", () => {
  const beats = 20_000;

  /** False suspicions for each heartbeat that is waited for, between two nodes that both live. */
  function falseSuspicions(latencyMs: Latency, threshold: number): number {
    const run = simulate({
      protocol: phiDetector({ members: 2, periodMs: 1000, judgeMs: 1000, window: 1000, threshold }),
      network: { latencyMs },
      untilMs: beats * 1000,
      trace: false,
    });
    const alarms = Object.values(run.states).map((state) => (state as PhiDetectorState).falseAlarms);
    return alarms.reduce((sum, count) => sum + count, 0) / (2 * beats);
  }

  test.each([
    [1, 0.1, 0.1],
    [2, 0.01, 0.2],
  ])(
    "phi %i: %d where the delays are normal, and so the intervals, within a share of %d",
    (threshold, share, tolerance) => {
      expect(Math.abs(falseSuspicions(latency.normal(400, 70), threshold) / share - 1)).toBeLessThan(tolerance);
    },
  );

  test("phi 3: more than four times 0.1 % where the delays are exponential", () => {
    expect(falseSuspicions(latency.exponential(100), 3)).toBeGreaterThan(0.004);
  });
});
