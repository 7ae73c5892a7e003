/** The phi accrual detector: the tail that it stands on, and what its thresholds mean. */
import { describe, expect, test } from "vitest";
import { createPhiDetector, logNormalTail, phi, phiLogistic, recordHeartbeat } from "distlab";

/** A detector that knows exactly this mean and standard deviation, in ms: two intervals, one each side. */
const knowing = (mean: number, deviation: number) =>
  [0, mean - deviation, 2 * mean].reduce(recordHeartbeat, createPhiDetector({ minStdDevMs: 1 }));

describe("the normal distribution's tail", () => {
  // Abramowitz and Stegun, table 26.1 (to 15 digits) and 26.2 (−log10 of the tail).
  test.each([
    [0, 0.5],
    [1, 0.158655253931457],
    [2, 0.0227501319481792],
    [3, 0.00134989803163009],
    [4, 3.16712418331199e-5],
    [-1, 0.841344746068543],
    [-4, 0.999968328758167],
  ])("beyond %d it is %d, within 10⁻¹² of it", (z, tail) => {
    expect(Math.abs(Math.exp(logNormalTail(z)) / tail - 1)).toBeLessThan(1e-12);
  });

  test("far out, where the tail itself is no number any more, its logarithm still is: 10^−544.96630 beyond 50", () => {
    expect(-logNormalTail(50) / Math.LN10).toBeCloseTo(544.9663, 4);
  });
});

describe("phi", () => {
  const detector = knowing(1000, 100);
  const last = 2000;

  test("is 0 as long as nothing is known", () => {
    const empty = createPhiDetector();
    expect([phi(empty, 99), phiLogistic(empty, 99), phi(recordHeartbeat(empty, 0), 99)]).toEqual([0, 0, 0]);
  });

  test("is 1, 2, 3 where the silence has a chance of 10, 1, 0.1 %: 1.2816, 2.3263, 3.0902 deviations above the mean", () => {
    expect([1.281551566, 2.326347874, 3.090232306].map((z) => phi(detector, last + 1000 + 100 * z).toFixed(6))).toEqual(
      ["1.000000", "2.000000", "3.000000"],
    );
  });

  test("Akka's logistic form is within 0.05 of it up to phi 3, and a fifth too high at phi 9", () => {
    for (let z = -4; z <= 3.09; z += 0.05) {
      const nowMs = last + 1000 + 100 * z;
      expect(Math.abs(phiLogistic(detector, nowMs) - phi(detector, nowMs))).toBeLessThan(0.05);
    }
    const far = last + 1600;
    expect(phiLogistic(detector, far) / phi(detector, far)).toBeCloseTo(1.2, 2);
  });

  test("only grows with silence, and falls to almost nothing at the next heartbeat", () => {
    const values = Array.from({ length: 60 }, (_, step) => phi(detector, last + 50 * step));
    values.slice(1).forEach((value, index) => expect(value).toBeGreaterThanOrEqual(values[index]!));
    expect(phi(recordHeartbeat(detector, last + 3000), last + 3000)).toBeLessThan(0.2);
  });

  test("keeps only the last intervals, and starts from a guess if it is given one", () => {
    const short = [0, 1, 2, 3, 1003, 2003].reduce(recordHeartbeat, createPhiDetector({ window: 2 }));
    expect(short.intervalsMs).toEqual([1000, 1000]);
    expect(createPhiDetector({ firstIntervalMs: 400 }).intervalsMs).toEqual([300, 500]);
  });

  test("what is out of range is refused", () => {
    expect(() => createPhiDetector({ window: 0 })).toThrow("window is 0; allowed is a whole number from 1");
    expect(() => createPhiDetector({ minStdDevMs: 0 })).toThrow("minStdDevMs is 0");
    expect(() => createPhiDetector({ firstIntervalMs: -1 })).toThrow("firstIntervalMs is -1");
  });
});
