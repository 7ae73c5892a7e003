/** The statistics behind charts, against definitions and known values. */
import { describe, expect, test } from "vitest";
import { binned, quantile, summarise, wilson } from "../../lib/draw/chart/statistics";
import { roundUp } from "../../lib/draw/round";
import { numbers } from "./scenes";

describe("quantiles", () => {
  test("are those of R's type 7", () => {
    const sorted = [1, 2, 4, 8];
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sorted, share))).toEqual([1, 1.75, 3, 5, 8]);
  });
});

describe("intervals", () => {
  test("of a share are Wilson's: 8 of 10 (Newcombe 1998's method 3)", () => {
    const [low, high] = wilson(0.8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
  });

  test("of a share that never happened do not claim that it cannot", () => {
    const { low, high } = summarise(
      Array.from({ length: 20 }, () => 0),
      "mean",
      "interval",
    );
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(0.1);
  });

  test("of a mean cover it in about 95 of 100 samples", () => {
    let covered = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const next = numbers(seed * 31);
      const { low, high } = summarise(
        Array.from({ length: 40 }, () => next() * 10),
        "mean",
        "interval",
      );
      if (low <= 5 && 5 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThan(920);
    expect(covered).toBeLessThan(975);
  });

  test("of a median cover it in about 95 of 100 samples", () => {
    let covered = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const next = numbers(seed * 17);
      const { low, high } = summarise(
        Array.from({ length: 60 }, () => next() * next()),
        "median",
        "interval",
      );
      // The median of a product of two uniforms: x(1 - ln x) = 1/2.
      if (low <= 0.186682 && 0.186682 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThan(925);
    expect(covered).toBeLessThan(985);
  });

  test("of quartiles and of everything are what they say", () => {
    expect(summarise([4, 1, 3, 2, 5], "median", "quartiles")).toEqual({ y: 3, low: 2, high: 4, runs: 5 });
    expect(summarise([4, 1, 3, 2, 5], "mean", "range")).toEqual({ y: 3, low: 1, high: 5, runs: 5 });
  });
});

describe("bins", () => {
  test("hold every value once", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const next = numbers(seed);
      const values = Array.from({ length: 200 }, () => next() * 10 ** (seed % 5));
      const bins = binned(values, 20);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(200);
      expect(values.every((value) => bins.some(({ from, to }) => value >= from - 1e-9 && value <= to + 1e-9))).toBe(
        true,
      );
    }
  });

  test("of few whole numbers have each in the middle", () => {
    expect(binned([1, 1, 3], 30)).toEqual([
      { from: 0.5, to: 1.5, count: 2 },
      { from: 1.5, to: 2.5, count: 0 },
      { from: 2.5, to: 3.5, count: 1 },
    ]);
  });

  test("widths are round", () => {
    expect([0.011, 0.7, 1, 3, 6, 51].map((value) => roundUp(value))).toEqual([0.02, 1, 1, 5, 10, 100]);
  });
});
