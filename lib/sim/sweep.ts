/** `sweep`: one measurement over many seeds and settings, as rows for a chart. */
import type { Data } from "../protocol";
import { OptionError } from "./option-error";

/** Settings to go through; `seeds` is how many seeds, from 1 on, or which. */
export type Grid = { readonly seeds?: number | readonly number[] } & {
  readonly [setting: string]: number | readonly Data[] | undefined;
};

/** The settings of one measurement. */
export type Settings<G extends Grid> = {
  readonly [Name in Exclude<keyof G, "seeds">]: G[Name] extends readonly (infer Value)[] ? Value : G[Name];
};

/** A row: the settings, the seed, and what was measured (its fields, or `value`). */
export type SweepRow<G extends Grid, Measured> = Settings<G> & { readonly seed: number } & (Measured extends Record<
    string,
    unknown
  >
    ? Measured
    : { readonly value: Measured });

/**
 * Measures once for every combination of settings and every seed, in order.
 * @param measure is given the settings (if there are any) and the seed; undefined leaves the row out
 */
export function sweep<const G extends Grid, Measured>(
  grid: G,
  measure: (seed: number, settings: Settings<G>) => Measured,
): readonly SweepRow<G, Exclude<Measured, undefined>>[] {
  const rows: unknown[] = [];
  const seeds = seedsOf(grid.seeds ?? 1);
  for (const settings of combinations(grid)) {
    for (const seed of seeds) {
      const measured: unknown = measure(seed, settings as Settings<G>);
      if (measured === undefined) continue;
      rows.push({ ...settings, seed, ...(isRecord(measured) ? measured : { value: measured }) });
    }
  }
  return rows as readonly SweepRow<G, Exclude<Measured, undefined>>[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function seedsOf(seeds: number | readonly number[]): readonly number[] {
  if (typeof seeds !== "number") return seeds;
  if (!(Number.isInteger(seeds) && seeds >= 1))
    throw new OptionError("seeds", seeds, "a whole number from 1, or a list of seeds");
  return Array.from({ length: seeds }, (_, index) => index + 1);
}

function combinations(grid: Grid): readonly Record<string, Data>[] {
  let found: readonly Record<string, Data>[] = [{}];
  for (const [name, values] of Object.entries(grid)) {
    if (name === "seeds" || values === undefined) continue;
    const list = typeof values === "number" ? [values] : values;
    found = found.flatMap((settings) => list.map((value) => ({ ...settings, [name]: value })));
  }
  return found;
}
