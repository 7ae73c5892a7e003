/** The bully election: right where time is synchronous, wrong where it is not. */
import { describe, expect, test } from "vitest";
import { bully, crash, explore, simulate } from "distlab";
import type { BullyState, Run } from "distlab";
import { expectTrace } from "../traces";

function coordinators(run: Run): readonly (string | null)[] {
  return Object.values(run.states).flatMap((state) => (state === null ? [] : [(state as BullyState).coordinator]));
}

describe("the bully election (Garcia-Molina 1982)", () => {
  test("the highest node that is alive coordinates", () => {
    expect(new Set(coordinators(simulate({ protocol: bully() })))).toEqual(new Set(["E"]));
    const faults = [crash("E", { atMs: 1 })];
    const run = simulate({ protocol: bully(), faults });
    expect(new Set(coordinators(run))).toEqual(new Set(["D"]));
    expectTrace(
      simulate({ protocol: bully({ members: 3 }), faults: [crash("C", { atMs: 1 })] }).trace,
      "bully-the-highest-is-dead",
    );
  });

  test("a node that comes back with the highest number takes over", () => {
    const run = simulate({ protocol: bully(), faults: [crash("E", { atMs: 1, restartAtMs: 2000 })] });
    expect(new Set(coordinators(run))).toEqual(new Set(["E"]));
  });

  test("with the lowest starting and all alive it takes n² − 1 messages", () => {
    for (const members of [3, 5, 8]) {
      const { counts } = simulate({ protocol: bully({ members }), network: { latencyMs: 1 }, trace: false });
      expect(counts.sent).toBe(members * members - 1);
    }
  });

  test("in synchronous time three nodes that come to rest agree, whoever crashes", () => {
    const verdict = explore({ protocol: bully({ members: 3 }), faults: { crashes: 1 } });
    expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
    expect(verdict.distinct).toMatchInlineSnapshot(`284`);
  });

  test("in asynchronous time a late announcement leaves them divided", () => {
    const { counterexample } = explore({ protocol: bully({ members: 3 }), time: "asynchronous", firings: 4 });
    expect(counterexample?.sentence).toMatch(/follows B, and . follows C/);
    expectTrace(counterexample!.trace, "bully-in-asynchronous-time");
  });

  test("a starter that is no member is refused", () => {
    expect(() => bully({ members: 3, starters: ["Z"] })).toThrow("starters names Z; allowed are A, B, C");
  });
});
