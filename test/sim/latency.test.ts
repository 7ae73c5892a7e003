/** Latency distributions: their moments and quantiles, within what 40,000 draws allow. */
import { describe, expect, test } from "vitest";
import { createRandom, latency, OptionError, sampler } from "../../lib/sim";
import type { Distribution, Latency } from "../../lib/sim";

const count = 40_000;

function draws(of: Latency): readonly number[] {
  const draw = sampler(of, createRandom(11, "latency test"));
  return Array.from({ length: count }, draw);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The share of draws below a time is within 4 standard errors of what the distribution says. */
function expectShare(of: Distribution, belowMs: number, share: number): void {
  const found = draws(of).filter((value) => value < belowMs).length / count;
  expect(Math.abs(found - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / count));
}

describe("a share of the draws is below", () => {
  test("uniform", () => expectShare(latency.uniform(5, 15), 7.5, 0.25));
  test("exponential: 1 − e⁻² below twice the mean, above the least", () =>
    expectShare(latency.exponential(10, 3), 23, 1 - Math.exp(-2)));
  test("normal: 15.87 % below mean − σ", () => expectShare(latency.normal(100, 10), 90, 0.158655));
  test("log-normal: half below the median", () => expectShare(latency.logNormal(20, 0.7), 20, 0.5));
  test("log-normal: 84.13 % below median · e^σ", () =>
    expectShare(latency.logNormal(20, 0.7), 20 * Math.exp(0.7), 0.841345));
  test("Pareto: 1 − (xm/x)^α", () => expectShare(latency.pareto(3, 2), 6, 0.75));
  test("a mixture: each part by its weight", () =>
    expectShare(
      latency.mixture([
        [3, latency.fixed(1)],
        [1, latency.fixed(9)],
      ]),
      5,
      0.75,
    ));
  test("empirical: each value alike", () => expectShare(latency.empirical([1, 2, 3, 4]), 2.5, 0.5));
});

test("means are those of the textbook", () => {
  expect(mean(draws(latency.exponential(10)))).toBeCloseTo(10, 0);
  expect(mean(draws(latency.uniform(5, 15)))).toBeCloseTo(10, 1);
  expect(mean(draws(latency.normal(100, 10)))).toBeCloseTo(100, 0);
  expect(mean(draws(latency.pareto(3, 4)))).toBeCloseTo(4, 1);
});

test("a number is a fixed time, a pair a range", () => {
  expect(new Set(draws(7))).toEqual(new Set([7]));
  const range = draws([2, 4]);
  expect(Math.min(...range.slice(0, 1000))).toBeGreaterThanOrEqual(2);
  expect(Math.max(...range.slice(0, 1000))).toBeLessThan(4);
});

test("no draw is negative, however wide the normal", () => {
  expect(Math.min(...draws(latency.normal(1, 50)).slice(0, 5000))).toBe(0);
});

test("distributions are plain data", () => {
  const of = latency.mixture([
    [1, latency.pareto(3, 2)],
    [2, latency.empirical([1, 2])],
  ]);
  expect(JSON.parse(JSON.stringify(of))).toEqual(of);
});

describe("a distribution that is none is refused", () => {
  const wrong: readonly (readonly [Latency, string])[] = [
    [-1, "latency is -1; allowed is a number from 0"],
    [NaN, "latency is NaN; allowed is a number from 0"],
    [[9, 5], "latency is [9, 5]; allowed is [min, max] with min <= max"],
    [[-1, 5], "latency: min is -1; allowed is a number from 0"],
    [latency.exponential(0), "latency.meanMs is 0; allowed is a number above 0"],
    [latency.normal(5, -1), "latency.stdDevMs is -1; allowed is a number from 0"],
    [latency.pareto(0, 2), "latency.minMs is 0; allowed is a number above 0"],
    [latency.pareto(3, 0), "latency.shape is 0; allowed is a number above 0"],
    [latency.empirical([]), "latency.valuesMs is []; allowed is a list of at least one"],
    [latency.empirical([1, -2]), "latency.valuesMs[1] is -2; allowed is a number from 0"],
    [latency.mixture([]), "latency.parts is []; allowed is a list of at least one"],
    [latency.mixture([[0, latency.fixed(1)]]), "latency.parts[0].weight is 0; allowed is a number above 0"],
    [latency.mixture([[1, latency.fixed(-1)]]), "latency.parts[0].of.ms is -1; allowed is a number from 0"],
    [{ kind: "gamma" } as unknown as Distribution, 'latency.kind is "gamma"; allowed is one of fixed, uniform'],
    [
      "fast" as unknown as Latency,
      'latency is "fast"; allowed is a time in milliseconds, [min, max], or a distribution',
    ],
  ];
  for (const [of, message] of wrong) {
    test(message, () => {
      expect(() => sampler(of, createRandom(1))).toThrow(OptionError);
      expect(() => sampler(of, createRandom(1))).toThrow(message);
    });
  }
});
