/** `checkSeeds`: the same simulation under many seeds, and the smallest run that shows what went wrong. */
import { simulate } from "../sim";
import type { Run } from "../sim";
import { castOf, seedsOf, simulationOf } from "./options";
import type { CheckSeedsOptions } from "./options";
import { SeedsReport } from "./report";
import type { FailingSeed, SeedsFound } from "./report";
import { attempt, Shrinker } from "./shrink";
import type { Failing } from "./shrink";
import { ScheduledRun, scheduleOf } from "./shrunk-run";
import { eventCount } from "./size";
import type { Cast } from "./stage";
import { transcribe } from "./transcript";

/** How many moves shrinking may play. */
const shrinkMovesMax = 3_000_000;

/**
 * Simulates with every seed and looks for a run that goes wrong: a property fails, a handler throws, or `check` says
 * so. The first such run is shrunk to one from which no event can be left out.
 * @throws OptionError before anything runs
 */
export function checkSeeds(options: CheckSeedsOptions): SeedsReport {
  const seeds = seedsOf(options.seeds);
  const failing: FailingSeed[] = [];
  const neverHeld = new Map<string, number>();
  let events = 0;
  let done = 0;
  for (const seed of seeds) {
    const run = simulate({ ...simulationOf(options, seed), trace: options.check !== undefined });
    done += 1;
    events += run.events;
    for (const name of run.neverHeld) neverHeld.set(name, (neverHeld.get(name) ?? 0) + 1);
    const wrong = whatIsWrong(run, options);
    if (wrong) failing.push({ seed, ...wrong });
    options.onProgress?.({ done, total: seeds.length, failed: failing.length });
    if (failing.length >= (options.failuresMax ?? Infinity)) break;
  }
  const never = [...neverHeld].filter(([, times]) => times === done).map(([name]) => name);
  return new SeedsReport({ total: done, failing, neverHeld: never, events, ...smallestOf(options, failing[0]) });
}

function whatIsWrong(run: Run, { check }: CheckSeedsOptions): Omit<FailingSeed, "seed"> | undefined {
  const { violation, failure } = run;
  if (violation) return { property: violation.property, sentence: violation.what };
  if (failure) return { property: `${failure.protocol} does not fail`, sentence: failure.reason };
  const verdict = check?.(run) ?? true;
  return verdict === true ? undefined : { property: "check", sentence: verdict };
}

function smallestOf(
  options: CheckSeedsOptions,
  first: FailingSeed | undefined,
): Pick<SeedsFound, "smallest" | "shrinking" | "replay"> {
  if (!first) return { replay: "There is nothing to replay: every seed passed." };
  const replay = `simulate(run(${first.seed}))`;
  if (options.shrink === false || first.property === "check") return { replay };
  const run = simulate({ ...simulationOf(options, first.seed), trace: true });
  const cast = castOf(run);
  const { start, lines } = transcribe(run.trace, cast);
  const failing = attempt(cast, start, lines);
  if (!failing) return { replay };
  return shrunk(cast, failing, eventCount(run.trace), first.seed);
}

function shrunk(
  cast: Cast,
  failing: Failing,
  from: number,
  seed: number,
): Pick<SeedsFound, "smallest" | "shrinking" | "replay"> {
  const shrinker = new Shrinker(cast, failing, shrinkMovesMax);
  const best = shrinker.shrink();
  const smallest = new ScheduledRun(cast, scheduleOf(cast, best), `seed ${seed}, shrunk`);
  const { tries, isMinimal } = shrinker;
  return {
    smallest,
    shrinking: { from, to: smallest.size, tries, isMinimal },
    replay: JSON.stringify(smallest.schedule),
  };
}
