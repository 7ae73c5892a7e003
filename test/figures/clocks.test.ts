/** Published figures of clocks: TrueTime's saw-tooth and NTP's bound. */
import { describe, expect, test } from "vitest";
import { createRandom, estimateOffset, offsetErrorBoundMs, uncertaintyMs } from "distlab";

describe("TrueTime (Corbett et al. 2012, section 3)", () => {
  const spanner = { atSyncMs: 1, driftMicrosPerSecond: 200 };

  test("a saw-tooth from 1 to 7 ms over the 30 s between two questions, 4 ms in the mean, exactly", () => {
    const teeth = Array.from({ length: 61 }, (_, step) => uncertaintyMs((step * 30_000) / 60, spanner));
    expect([teeth[0], teeth.at(-1)]).toEqual([1, 7]);
    expect(teeth.reduce((sum, tooth) => sum + tooth, 0) / teeth.length).toBeCloseTo(4, 10);
    expect(() => uncertaintyMs(-1, spanner)).toThrow("sinceSyncMs is -1");
  });
});

describe("NTP (RFC 5905, section 8)", () => {
  test("the error reaches half the delay, exactly, where one way takes all of it, and is never above", () => {
    const random = createRandom("ntp");
    for (let round = 0; round < 1000; round++) {
      const [there, back] = [random.index(100), random.index(100)];
      const sample = { t1: 0, t2: there + 40, t3: there + 45, t4: there + 5 + back };
      const estimate = estimateOffset(sample);
      const error = Math.abs(estimate.offsetMs - 40);
      expect(error).toBeLessThanOrEqual(offsetErrorBoundMs(estimate));
      if (there === 0 || back === 0) expect(error).toBe(offsetErrorBoundMs(estimate));
    }
    const lopsided = estimateOffset({ t1: 0, t2: 140, t3: 145, t4: 105 });
    expect([lopsided.offsetMs, offsetErrorBoundMs(lopsided)]).toEqual([90, 50]);
  });
});
