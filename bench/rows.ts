/** What every benchmark gives: rows, each with its baseline from the same run, because machines are noisy. */

export interface BenchmarkRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in the same unit. */
  readonly baseline: number;
  readonly ratio: number;
}

export function row(name: string, value: number, unit: string, baseline: number): BenchmarkRow {
  return { name, value, unit, baseline, ratio: value / baseline };
}

/** The highest of several measurements: the one that other processes disturbed least. */
export function best(times: number, measure: () => number): number {
  let highest = -Infinity;
  for (let time = 0; time < times; time++) highest = Math.max(highest, measure());
  return highest;
}
