/** Every broken protocol that ships is found out, under seeds and by the exhaustive checker, and by as short a run. */
import { brokenProtocols, checkSeeds, eventCount, explore, playSchedule, snapshots } from "distlab";
import type { BrokenProtocol, ScheduledRun, SeedsReport } from "distlab";
import { describe, expect, it } from "vitest";
import { castOf } from "../../lib/seeds/options";
import { attempt } from "../../lib/seeds/shrink";
import { expectTrace } from "../traces";
import { slug, underExplore, underSeeds } from "./settings";

/** The seeds are tried once for each protocol. */
const reports = new Map<BrokenProtocol, SeedsReport>();

function seedsOf(broken: BrokenProtocol): SeedsReport {
  let report = reports.get(broken);
  if (!report) reports.set(broken, (report = checkSeeds(underSeeds(broken))));
  return report;
}

/** Whether a schedule without this move, and without what cannot happen then, still breaks the property. */
function canSpare(broken: BrokenProtocol, { schedule }: ScheduledRun, seed: number, index: number): boolean {
  const { run, properties = [] } = underSeeds(broken);
  const rest = schedule.moves.toSpliced(index, 1);
  return (
    attempt(
      castOf({ ...run(seed), properties }),
      schedule,
      rest.map((move) => ({ move })),
    ) !== undefined
  );
}

describe.each(brokenProtocols.map((broken) => [broken.name, broken] as const))("%s", (_name, broken) => {
  const report = seedsOf(broken);
  const smallest = report.smallest!;

  it("is found under seeds, and its smallest run is the pinned one", () => {
    expect(report.passed).toBeLessThan(report.total);
    expect(smallest.property).toBe(broken.property.name);
    expectTrace(smallest.trace, `broken-${slug(broken)}`);
  });

  it("is shown by a run from which no move can be left out", () => {
    expect(report.shrinking!.isMinimal).toBe(true);
    const { seed } = report.shrinking!;
    const spared = smallest.lines.filter((_, index) => canSpare(broken, smallest, seed, index));
    expect(spared).toEqual([]);
  });

  it("is shown by a run that repeats itself, by its schedule and by its trace", () => {
    const { protocol, property } = broken;
    const again = playSchedule({ protocol, properties: [property] }, smallest.schedule);
    expect(again.trace.events).toEqual(smallest.trace.events);
    expect(again.sentence).toBe(smallest.sentence);
    expect(snapshots(smallest).length).toBeGreaterThan(0);
  });
});

/** What breadth-first search does not finish in a few seconds: a proposal takes at least nine messages. */
const tooLarge = new Set([
  "forgotten promise",
  "forgotten acceptance",
  "broken promise",
  "bold proposer",
  "value of the first promise",
]);

describe.each(
  brokenProtocols.filter(({ name }) => !tooLarge.has(name)).map((broken) => [broken.name, broken] as const),
)("%s, explored breadth first", (_name, broken) => {
  const exploration = explore({ ...underExplore(broken), limits: { states: 400_000 } });

  it("is found by the exhaustive checker", () => {
    expect(exploration.counterexample?.property).toBe(broken.property.name);
  });

  it("has a shrunk run at most one event longer than the shortest", () => {
    const shortest = eventCount(exploration.counterexample!.trace);
    expect(seedsOf(broken).smallest!.size).toBeLessThanOrEqual(shortest + 1);
  });
});
