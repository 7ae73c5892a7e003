/** How long messages take: distributions as plain data, and how they are drawn. All in milliseconds. */
import { checkList, checkPositive, checkTime, OptionError } from "./option-error";
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
  | { readonly kind: "empirical"; readonly valuesMs: readonly number[] };

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
  mixture: (parts: readonly (readonly [weight: number, of: Distribution])[]): Distribution => ({
    kind: "mixture",
    parts: parts.map(([weight, of]) => ({ weight, of })),
  }),
  /** One of the values that were measured, each as likely. */
  empirical: (valuesMs: readonly number[]): Distribution => ({ kind: "empirical", valuesMs }),
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

/** @throws OptionError naming what is wrong with a latency */
export function checkLatency(option: string, value: unknown): void {
  if (typeof value === "number") return checkTime(option, value);
  if (Array.isArray(value)) {
    if (value.length !== 2) throw new OptionError(option, value, "[min, max] in milliseconds");
    return checkRange(option, value[0], value[1]);
  }
  if (typeof value !== "object" || value === null) {
    throw new OptionError(
      option,
      value,
      "a time in milliseconds, [min, max], or a distribution such as latency.uniform(5, 15)",
    );
  }
  checkDistribution(option, value as Distribution);
}

function checkRange(option: string, min: unknown, max: unknown): void {
  checkTime(`${option}: min`, min);
  checkTime(`${option}: max`, max);
  if (!((min as number) <= (max as number))) throw new OptionError(option, [min, max], "[min, max] with min <= max");
}

function checkDistribution(option: string, of: Distribution): void {
  switch (of.kind) {
    case "fixed":
      return checkTime(`${option}.ms`, of.ms);
    case "uniform":
      return checkRange(option, of.minMs, of.maxMs);
    case "exponential":
      checkPositive(`${option}.meanMs`, of.meanMs);
      return checkTime(`${option}.minMs`, of.minMs);
    case "normal":
      checkTime(`${option}.meanMs`, of.meanMs);
      return checkTime(`${option}.stdDevMs`, of.stdDevMs);
    case "logNormal":
      checkPositive(`${option}.medianMs`, of.medianMs);
      return checkTime(`${option}.sigma`, of.sigma);
    case "pareto":
      checkPositive(`${option}.minMs`, of.minMs);
      return checkPositive(`${option}.shape`, of.shape);
    case "empirical":
      checkList(`${option}.valuesMs`, of.valuesMs);
      return of.valuesMs.forEach((value, index) => checkTime(`${option}.valuesMs[${index}]`, value));
    case "mixture":
      checkList(`${option}.parts`, of.parts);
      return of.parts.forEach((part, index) => {
        checkPositive(`${option}.parts[${index}].weight`, part.weight);
        checkDistribution(`${option}.parts[${index}].of`, part.of);
      });
    default:
      throw new OptionError(
        `${option}.kind`,
        (of as { kind?: unknown }).kind,
        `one of ${Object.keys(latency).join(", ")}`,
      );
  }
}

/**
 * A function that draws times, in milliseconds: `sampler(latency.exponential(10), createRandom(7))`.
 * @throws OptionError where the distribution is none
 */
export function sampler(of: Latency, random: Random): () => number {
  checkLatency("latency", of);
  return samplerOf(distributionOf(of), random);
}

/** `Math.pow` differs between Node versions, so powers go through `exp` and `log`. */
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
    case "empirical":
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
