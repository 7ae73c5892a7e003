/** `sweep`: one measurement over many seeds and settings, as rows for a chart. */
import type { Data } from "../protocol";
import { checkCount, checkList, OptionError } from "./option-error";
import { Progress } from "./progress";

/** Settings to go through; `seeds` is how many seeds, from 1 on, or which. Default: the seed 1. */
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
 * Measures once for every combination of settings and every seed, in order: `sweep({ seeds: 1000 }, (seed) => …)`,
 * `sweep({ loss: [0, 0.1, 0.2], seeds: 1000 }, (seed, { loss }) => …)`. Where it takes long, a terminal shows how far
 * it has come.
 * @param measure gives a number, or a record of them; undefined leaves the row out
 * @throws OptionError where the grid is wrong
 * @example
 * const rows = sweep({ members: [3, 5] }, (_seed, { members }) => simulate({ protocol: broadcast({ members }) }).counts.sent);
 * rows.map((row) => row.value); // → [4, 16]
 */
export function sweep<const G extends Grid, Measured>(
  grid: G,
  measure: (seed: number, settings: Settings<G>) => Measured,
): readonly SweepRow<G, Exclude<Measured, undefined>>[] {
  if (typeof measure !== "function") throw new OptionError("measure", measure, "a function: (seed, settings) => …");
  const seeds = seedsOf(grid.seeds ?? 1);
  const all = combinations(grid);
  const rows: Record<string, unknown>[] = [];
  const progress = new Progress("sweep", all.length * seeds.length);
  let done = 0;
  try {
    for (const settings of all) {
      for (const seed of seeds) {
        const measured: unknown = measureOne(measure as Measure, seed, settings);
        if (measured !== undefined) rows.push({ ...settings, seed, ...fieldsOf(measured) });
        progress.tell(++done);
      }
    }
  } finally {
    progress.end();
  }
  return rows as unknown as readonly SweepRow<G, Exclude<Measured, undefined>>[];
}

type Measure = (seed: number, settings: Readonly<Record<string, Data>>) => unknown;

/** What goes wrong says where in the grid it was. */
function measureOne(measure: Measure, seed: number, settings: Readonly<Record<string, Data>>): unknown {
  try {
    const measured = measure(seed, settings);
    if (typeof (measured as { then?: unknown } | undefined)?.then !== "function") return measured;
    throw new TypeError("measure is async, and a sweep does not wait: simulate returns at once");
  } catch (error) {
    const where = [...Object.entries(settings), ["seed", seed] as const].map(
      ([name, value]) => `${name} ${JSON.stringify(value)}`,
    );
    if (error instanceof Error) error.message += `\nin the sweep at ${where.join(", ")}`;
    throw error;
  }
}

function fieldsOf(measured: unknown): Record<string, unknown> {
  return typeof measured === "object" && measured !== null && !Array.isArray(measured)
    ? (measured as Record<string, unknown>)
    : { value: measured };
}

function seedsOf(seeds: unknown): readonly number[] {
  if (typeof seeds === "number") {
    checkCount("seeds", seeds, 1);
    return Array.from({ length: seeds }, (_, index) => index + 1);
  }
  checkList("seeds", seeds);
  const wrong = (seeds as readonly unknown[]).find((seed) => typeof seed !== "number" || !Number.isFinite(seed));
  if (wrong !== undefined) throw new OptionError("seeds", wrong, "finite numbers");
  return seeds as readonly number[];
}

function combinations(grid: Grid): readonly Readonly<Record<string, Data>>[] {
  let found: readonly Readonly<Record<string, Data>>[] = [{}];
  for (const [name, values] of Object.entries(grid)) {
    if (name === "seeds" || values === undefined) continue;
    const list = typeof values === "number" ? [values] : values;
    checkList(name, list);
    found = found.flatMap((settings) => list.map((value) => ({ ...settings, [name]: value })));
  }
  return found;
}
