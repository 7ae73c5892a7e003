/** `checkSeeds`: the same simulation under many seeds, and the smallest run that shows what went wrong. */
import { simulate } from "../sim";
import type { Run, SimulateOptions } from "../sim";
import { fewestFaults } from "./fewest-faults";
import { castOf, seedsOf, simulationOf } from "./options";
import type { CheckSeedsOptions } from "./options";
import { ProgressLine } from "./progress-line";
import { SeedsReport } from "./report";
import type { FailingSeed, SeedsFound, Shrinking } from "./report";
import { replayCell, simulationCell } from "./replay-cell";
import { attempt, Shrinker } from "./shrink";
import { ScheduledRun, scheduleOf } from "./shrunk-run";
import { eventCount } from "./size";
import { transcribe } from "./transcript";

/** How many moves the shrinking of one run may play. */
const shrinkMovesMax = 1_000_000;
/** Of so many failing runs the smallest is shown: what cannot be left out of one may not have happened in another. */
const shrinkSeedsMax = 5;

/** The name of a claim about a whole run, in reports. */
const wholeRun = "check";

/**
 * Simulates with every seed and looks for a run that goes wrong: a property fails, a handler throws, or `check` says
 * so. The first such runs are shrunk until no event can be left out of them, and the smallest is shown.
 * @throws OptionError before anything runs
 * @example
 * const report = checkSeeds({ seeds: 10, run: (seed) => ({ protocol: changRoberts({ members: 3 }), seed }) });
 * report.holds; // → true
 */
export function checkSeeds(options: CheckSeedsOptions): SeedsReport {
  const found = trySeeds(options, seedsOf(options.seeds));
  return new SeedsReport({ ...found, ...smallestOf(options, found.failing) });
}

function trySeeds(
  options: CheckSeedsOptions,
  seeds: readonly number[],
): Pick<SeedsFound, "total" | "failing" | "neverHeld" | "events"> {
  const failing: FailingSeed[] = [];
  const neverHeld = new Map<string, number>();
  const line = new ProgressLine(options.onProgress);
  let events = 0;
  let done = 0;
  for (const seed of seeds) {
    const run = simulate({ ...simulationOf(options, seed), trace: options.check !== undefined });
    done += 1;
    events += run.events;
    for (const name of run.neverHeld) neverHeld.set(name, (neverHeld.get(name) ?? 0) + 1);
    const wrong = whatIsWrong(run, options);
    if (wrong) failing.push({ seed, ...wrong });
    line.show({ done, total: seeds.length, failed: failing.length }, events);
    if (failing.length >= (options.failuresMax ?? Infinity)) break;
  }
  line.clear();
  const never = [...neverHeld].filter(([, times]) => times === done).map(([name]) => name);
  return { total: done, failing, neverHeld: never, events };
}

function whatIsWrong(run: Run, { check }: CheckSeedsOptions): Omit<FailingSeed, "seed"> | undefined {
  const { violation, failure } = run;
  if (violation) return { property: violation.property, sentence: violation.what };
  if (failure) return { property: `${failure.protocol} does not fail`, sentence: failure.reason };
  const verdict = check?.(run) ?? true;
  return verdict === true ? undefined : { property: wholeRun, sentence: verdict };
}

type Smallest = Pick<SeedsFound, "smallest" | "shrinking" | "fewestFaults" | "replay">;

/** The smallest of the first runs that fail in the same way as the first. */
function smallestOf(options: CheckSeedsOptions, failing: readonly FailingSeed[]): Smallest {
  const [first] = failing;
  if (!first) return { replay: "// There is nothing to replay: every seed passed." };
  const asItWas = { replay: `simulate({ ...run(${first.seed}), seed: ${first.seed}, properties });` };
  if (options.shrink === false) return asItWas;
  if (first.property === wholeRun) return withFewestFaults(options, first.seed);
  const alike = failing.filter(({ property }) => property === first.property).slice(0, shrinkSeedsMax);
  const shrunk = alike.flatMap(({ seed }) => shrinkSeed(options, seed) ?? []);
  const [smallest] = shrunk.toSorted((one, other) => one.run.size - other.run.size);
  if (!smallest) return asItWas;
  const { run, shrinking } = smallest;
  return { smallest: run, shrinking, replay: replayCell(run, shrinking.seed) };
}

function withFewestFaults(options: CheckSeedsOptions, seed: number): Smallest {
  const simulation: SimulateOptions = { ...simulationOf(options, seed), trace: true };
  const run = fewestFaults(simulation, (other) => whatIsWrong(other, options)?.property === wholeRun);
  return { fewestFaults: run, replay: simulationCell(run, seed) };
}

/** Undefined where the run does not repeat itself as an exact schedule. */
function shrinkSeed(
  options: CheckSeedsOptions,
  seed: number,
): { readonly run: ScheduledRun; readonly shrinking: Shrinking } | undefined {
  const simulation: SimulateOptions = { ...simulationOf(options, seed), trace: true };
  const { trace } = simulate(simulation);
  const cast = castOf(simulation, options.time);
  const { start, lines } = transcribe(trace, cast);
  const failing = attempt(cast, start, lines);
  if (!failing) return undefined;
  const shrinker = new Shrinker(cast, failing, shrinkMovesMax);
  const best = shrinker.shrink();
  const run = new ScheduledRun(cast, scheduleOf(cast, best), `seed ${seed}, shrunk`);
  const { tries, isMinimal } = shrinker;
  return { run, shrinking: { seed, from: eventCount(trace), to: run.size, tries, isMinimal } };
}
