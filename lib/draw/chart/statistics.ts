/** The few statistics that charts need: middles, spreads and intervals of samples. */

import { extent, roundUp, tidy } from "../round";

/** A middle value with the limits around it. */
export interface Summary {
  readonly y: number;
  readonly low: number;
  readonly high: number;
  /** How many values it is made of. */
  readonly runs: number;
}

/** How values of the same x become one, and what the limits around it say. */
export type Middle = "mean" | "median";
export type Limits = "interval" | "quartiles" | "range";

/** 97.5 % of a normal distribution lies below this. */
const z = 1.959964;

export function summarise(values: readonly number[], middle: Middle, limits: Limits): Summary {
  const sorted = values.toSorted((one, other) => one - other);
  const runs = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / runs;
  const y = middle === "mean" ? mean : quantile(sorted, 0.5);
  const [low, high] = limitsOf(sorted, mean, middle, limits);
  return { y, low: Math.min(low, y), high: Math.max(high, y), runs };
}

function limitsOf(sorted: readonly number[], mean: number, middle: Middle, limits: Limits): readonly [number, number] {
  if (limits === "range") return [sorted[0]!, sorted.at(-1)!];
  if (limits === "quartiles") return [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  if (middle === "median") return medianInterval(sorted);
  return sorted.every((value) => value === 0 || value === 1) ? wilson(mean, sorted.length) : meanInterval(sorted, mean);
}

/** The value below which a share of the sorted values lies, interpolated as R's default (type 7) does. */
export function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (position - below);
}

/** 95 % interval of a mean, by the normal approximation. */
function meanInterval(sorted: readonly number[], mean: number): readonly [number, number] {
  if (sorted.length < 2) return [mean, mean];
  const squares = sorted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const error = z * Math.sqrt(squares / (sorted.length - 1) / sorted.length);
  return [mean - error, mean + error];
}

/** 95 % interval of a share; honest near 0 and 1 too. Wilson, 1927. */
export function wilson(share: number, runs: number): readonly [number, number] {
  const scale = 1 + (z * z) / runs;
  const centre = (share + (z * z) / (2 * runs)) / scale;
  const reach = (z / scale) * Math.sqrt((share * (1 - share)) / runs + (z * z) / (4 * runs * runs));
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}

/** 95 % interval of a median, from the order of the values alone: ranks about half the sample, by the binomial's normal limit. */
function medianInterval(sorted: readonly number[]): readonly [number, number] {
  const reach = (z * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach) - 1);
  return [sorted[low]!, sorted[Math.max(low, high)]!];
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins of equal, round widths; whole numbers that are few get a bin each, with themselves in the middle. */
export function binned(values: readonly number[], bins: number, domain?: readonly [number, number]): readonly Bin[] {
  const [least, most] = domain ?? extent(values);
  const step = binWidth(values, least, most, bins);
  const begin =
    Number.isInteger(step) && step === 1 && values.every(Number.isInteger)
      ? least - 0.5
      : Math.floor(least / step + 1e-9) * step;
  const amount = Math.max(1, Math.floor((most - begin) / step + 1e-9) + 1);
  const counts = Array.from({ length: amount }, () => 0);
  for (const value of values) {
    const index = Math.floor((value - begin) / step + 1e-9);
    if (index >= 0 && index < amount) counts[index] = counts[index]! + 1;
  }
  return counts.map((count, index) => ({
    from: tidy(begin + index * step),
    to: tidy(begin + (index + 1) * step),
    count,
  }));
}

function binWidth(values: readonly number[], least: number, most: number, bins: number): number {
  if (values.every(Number.isInteger) && most - least < bins * 1.6) return 1;
  return roundUp((most - least || 1) / bins);
}
