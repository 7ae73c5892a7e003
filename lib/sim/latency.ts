/** How long messages take: distributions as plain data, and how they are drawn. All in milliseconds. */
import type { Random } from "./random";

/** Plain data, made by `latency.exponential(10)` and its siblings. */
export type Distribution =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "uniform"; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: "exponential"; readonly meanMs: number; readonly minMs: number }
  | { readonly kind: "normal"; readonly meanMs: number; readonly stdDevMs: number }
  | { readonly kind: "logNormal"; readonly medianMs: number; readonly sigma: number }
  | { readonly kind: "pareto"; readonly minMs: number; readonly shape: number }
  | { readonly kind: "mixture"; readonly parts: readonly { readonly weight: number; readonly of: Distribution }[] }
  | { readonly kind: "sample"; readonly valuesMs: readonly number[] };

/** Constructors of distributions. */
export const latency = {
  fixed: (ms: number): Distribution => ({ kind: "fixed", ms }),
  uniform: (minMs: number, maxMs: number): Distribution => ({ kind: "uniform", minMs, maxMs }),
  /** `minMs` is added to every draw; the mean of the rest is `meanMs`. */
  exponential: (meanMs: number, minMs = 0): Distribution => ({ kind: "exponential", meanMs, minMs }),
  /** Draws below 0 count as 0. */
  normal: (meanMs: number, stdDevMs: number): Distribution => ({ kind: "normal", meanMs, stdDevMs }),
  /** `sigma` is the standard deviation of the logarithm. */
  logNormal: (medianMs: number, sigma: number): Distribution => ({ kind: "logNormal", medianMs, sigma }),
  /** No draw is below `minMs`; the smaller the shape, the heavier the tail. */
  pareto: (minMs: number, shape: number): Distribution => ({ kind: "pareto", minMs, shape }),
  /** One of several, by weight. */
  mixture: (...parts: readonly (readonly [weight: number, of: Distribution])[]): Distribution => ({
    kind: "mixture",
    parts: parts.map(([weight, of]) => ({ weight, of })),
  }),
  /** One of the values that were measured, each as likely. */
  sample: (valuesMs: readonly number[]): Distribution => ({ kind: "sample", valuesMs }),
} as const;

/** A fixed time, a uniform range, or a distribution. */
export type Latency = number | readonly [minMs: number, maxMs: number] | Distribution;

export function distributionOf(value: Latency): Distribution {
  if (typeof value === "number") return { kind: "fixed", ms: value };
  if (isRange(value)) return { kind: "uniform", minMs: value[0], maxMs: value[1] };
  return value;
}

function isRange(value: Latency): value is readonly [number, number] {
  return Array.isArray(value);
}

/** What is wrong with a distribution, in words; undefined if nothing is. */
export function faultOfDistribution(of: Distribution): string | undefined {
  const atLeastZero = (name: string, value: number): string | undefined =>
    value >= 0 && value < Infinity ? undefined : `${name} is ${value}; allowed is a time from 0`;
  const positive = (name: string, value: number): string | undefined =>
    value > 0 && value < Infinity ? undefined : `${name} is ${value}; allowed is a number above 0`;
  switch (of.kind) {
    case "fixed":
      return atLeastZero("the latency", of.ms);
    case "uniform":
      if (of.minMs > of.maxMs) return `the range is [${of.minMs}, ${of.maxMs}]; allowed is [min, max] with min <= max`;
      return atLeastZero("min", of.minMs) ?? atLeastZero("max", of.maxMs);
    case "exponential":
      return positive("the mean", of.meanMs) ?? atLeastZero("the least", of.minMs);
    case "normal":
      return atLeastZero("the mean", of.meanMs) ?? atLeastZero("the standard deviation", of.stdDevMs);
    case "logNormal":
      return positive("the median", of.medianMs) ?? atLeastZero("sigma", of.sigma);
    case "pareto":
      return positive("the least", of.minMs) ?? positive("the shape", of.shape);
    case "sample":
      if (of.valuesMs.length === 0) return "the sample is empty; allowed is at least one time";
      return of.valuesMs.map((value) => atLeastZero("a value", value)).find((fault) => fault !== undefined);
    case "mixture":
      if (of.parts.length === 0) return "the mixture is empty; allowed is at least one part";
      return of.parts
        .map(({ weight, of: part }) => positive("a weight", weight) ?? faultOfDistribution(part))
        .find((fault) => fault !== undefined);
    default:
      return `the kind is ${String((of as { kind?: unknown }).kind)}; allowed are ${Object.keys(latency).join(", ")}`;
  }
}

/** A function that draws from `of`. `Math.pow` differs between Node versions, so powers go through `exp` and `log`. */
export function samplerOf(of: Distribution, random: Random): () => number {
  switch (of.kind) {
    case "fixed":
      return () => of.ms;
    case "uniform": {
      const { minMs } = of;
      const width = of.maxMs - minMs;
      return () => minMs + random.next() * width;
    }
    case "exponential":
      return () => of.minMs - Math.log(1 - random.next()) * of.meanMs;
    case "normal":
      return () => Math.max(0, of.meanMs + of.stdDevMs * standardNormal(random));
    case "logNormal":
      return () => of.medianMs * Math.exp(of.sigma * standardNormal(random));
    case "pareto":
      return () => of.minMs * Math.exp(-Math.log(1 - random.next()) / of.shape);
    case "sample":
      return () => of.valuesMs[random.index(of.valuesMs.length)]!;
    case "mixture":
      return mixtureSampler(of.parts, random);
  }
}

function mixtureSampler(
  parts: readonly { readonly weight: number; readonly of: Distribution }[],
  random: Random,
): () => number {
  const samplers = parts.map((part) => samplerOf(part.of, random));
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return () => {
    let left = random.next() * total;
    for (let index = 0; index < parts.length - 1; index++) {
      left -= parts[index]!.weight;
      if (left < 0) return samplers[index]!();
    }
    return samplers.at(-1)!();
  };
}

/** Box and Muller; the second of the pair is not kept, so that each draw takes as many numbers from the stream. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
