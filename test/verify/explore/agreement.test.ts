/** `explore` against a checker that is too simple to be wrong, on random small protocols. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { always, canAlwaysReach, sometimes } from "../../../lib/protocol";
import type { Property, World } from "../../../lib/protocol";
import { explore } from "../../../lib/verify/explore";
import type { ExploreOptions } from "../../../lib/verify/explore";
import { randomProtocol, tables } from "./random-protocol";
import type { RandomState } from "./random-protocol";
import { reference } from "./reference";
import type { Reached, ReferenceOptions, Whole } from "./reference";

const names = ["A", "B", "C"];

const setting = fc.record({
  time: fc.constantFrom("asynchronous" as const, "synchronous" as const),
  network: fc.constantFrom("unordered" as const, "ordered" as const, "persistent" as const),
  crashes: fc.nat(2),
  restarts: fc.nat(1),
  lostSaves: fc.nat(1),
  drops: fc.constantFrom(0, 1, Infinity),
  duplicates: fc.constantFrom(0, Infinity),
});

interface Case {
  readonly given: ReferenceOptions;
  readonly options: ExploreOptions;
}

const cases: fc.Arbitrary<Case> = fc.tuple(tables, setting).map(([table, raw]) => {
  const nodes = names.slice(0, table.nodes);
  const persistent = raw.network === "persistent";
  const drops = persistent ? 0 : raw.drops;
  const duplicates = persistent ? 0 : raw.duplicates;
  const { time, network, crashes, restarts, lostSaves } = raw;
  const protocol = randomProtocol(table, nodes);
  const faults = { crashes, restarts, lostSaves, drops, duplicates };
  return {
    given: { protocol: protocol, nodes, time, network, ...faults },
    options: { protocol, nodes, time, network, faults, properties: [] },
  };
});

const everybodyAtTwo = (states: (RandomState | null)[]): boolean => states.every((state) => state?.value === 2);

function statesOf(whole: Whole): (RandomState | null)[] {
  return Object.values(whole.nodes).map((node) => node.state as RandomState | null);
}

function worldStates(world: World): (RandomState | null)[] {
  return world.nodes.map((node) => world.state(node) as RandomState | null);
}

/** The least depth of a state from which no goal can be reached; undefined if there is none. */
function blockedDepth(reached: Map<string, Reached>, goal: (whole: Whole) => boolean): number | undefined {
  const good = new Set([...reached].filter(([, { whole }]) => goal(whole)).map(([key]) => key));
  for (let size = -1; size !== good.size;) {
    size = good.size;
    for (const [key, { next }] of reached) if ([...next].some((other) => good.has(other))) good.add(key);
  }
  const depths = [...reached].filter(([key]) => !good.has(key)).map(([, { depth }]) => depth);
  return depths.length === 0 ? undefined : Math.min(...depths);
}

/** 150 protocols take some five seconds; more can be asked for: `RUNS=3000`. */
const numRuns = Number(process.env.RUNS ?? 150);

describe("explore agrees with the reference checker", () => {
  it("reaches as many states, as deep, in both orders", () => {
    fc.assert(
      fc.property(cases, ({ given, options }) => {
        const expected = reference(given);
        fc.pre(expected !== undefined);
        const found = explore(options);
        const deepest = Math.max(...[...expected!.values()].map(({ depth }) => depth));
        expect(found.distinct).toBe(expected!.size);
        expect(found.complete).toBe(true);
        // The reference also crashes before the first effect and after the last, which explore takes two steps for.
        if (given.crashes === 0) expect(found.depth).toBe(deepest);
        expect(explore({ ...options, order: "depth-first" }).distinct).toBe(expected!.size);
      }),
      { numRuns, seed: 1 },
    );
  });

  it("finds a violation where there is one, on a shortest run, and blocked states", () => {
    fc.assert(
      fc.property(cases, ({ given, options }) => {
        const expected = reference({ ...given, crashes: 0 });
        fc.pre(expected !== undefined);
        const wrong = [...expected!.values()].filter(({ whole }) => everybodyAtTwo(statesOf(whole)));
        const shortest = wrong.length === 0 ? undefined : Math.min(...wrong.map(({ depth }) => depth));
        const never = always("not everybody is at 2", (world) => !everybodyAtTwo(worldStates(world)));
        const once = sometimes("everybody is at 2", (world) => everybodyAtTwo(worldStates(world)));
        const reachable = canAlwaysReach("everybody is at 2", (world) => everybodyAtTwo(worldStates(world)));
        const judge = (property: Property): ReturnType<typeof explore> =>
          explore({ ...options, faults: { ...options.faults, crashes: 0 }, properties: [property] });
        const found = judge(never);
        expect(found.counterexample?.steps).toBe(shortest);
        if (shortest !== undefined) expect(found.depth).toBe(shortest);
        expect(judge(once).verdicts[0]!.run?.steps).toBe(shortest);
        const blocked = blockedDepth(expected!, (whole) => everybodyAtTwo(statesOf(whole)));
        expect(judge(reachable).counterexample?.steps).toBe(blocked);
      }),
      { numRuns, seed: 2 },
    );
  });
});
