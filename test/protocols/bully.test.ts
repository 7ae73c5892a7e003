/** The bully election: right where time is synchronous, wrong where it is not. */
import { describe, expect, test } from "vitest";
import { bully, crash, explore, nodeNames, simulate } from "distlab";
import type { BullyState, Run } from "distlab";
import { canAgree, oneCoordinator } from "../../lib/protocols/bully";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

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

  test("with the coordinator dead: n² − n − 1 messages at worst, n − 1 where the node below it notices", () => {
    for (const members of [3, 5, 8]) {
      const names = nodeNames(members);
      const faults = [crash(names.at(-1)!, { atMs: 0 })];
      const sent = (starter: string): number =>
        simulate({ protocol: bully({ members, starters: [starter] }), network: { latencyMs: 1 }, faults }).counts.sent;
      expect(sent(names[0]!)).toBe(members * members - members - 1);
      // One question to the dead, and an announcement to each below.
      expect(sent(names.at(-2)!)).toBe(members - 1);
    }
  });

  test("a node that comes back with the highest number takes over with n − 1 messages, or twice as many with Halt", () => {
    for (const halt of [false, true]) {
      const members = 5;
      const protocol = bully({ members, starters: [], halt });
      const { counts } = simulate({ protocol, faults: [crash("E", { atMs: 1, restartAtMs: 2 })] });
      expect(counts.sent).toBe((members - 1) * (halt ? 2 : 1));
    }
  });

  test("in synchronous time three nodes that come to rest agree, whoever crashes", () => {
    const verdict = explore({ protocol: bully({ members: 3 }), faults: { crashes: 1 } });
    expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held", "held"]);
    expect(verdict.distinct).toMatchInlineSnapshot(`284`);
    const four = explore({ protocol: bully({ members: 4 }), network: "ordered", faults: { crashes: 2 } });
    expect([four.holds, four.complete]).toEqual([true, true]);
    expect(four.distinct).toMatchInlineSnapshot(`17484`);
  });

  test("announced at once, a late announcement leaves them divided when a higher node comes back, also on ordered links", () => {
    const { counterexample } = explore({
      protocol: bully({ members: 3 }),
      network: "ordered",
      faults: { crashes: 1, restarts: 1 },
    });
    expect(counterexample?.sentence).toMatch(/A follows B, and B follows C/);
    expect(counterexample!.trace.events.at(-1)?.at).toBe(11);
    expectTrace(counterexample!.trace, "bully-a-late-announcement");
  });

  test.each(["ordered", "unordered"] as const)(
    "with Halt, as in the paper, nodes may come back: %s links",
    (network) => {
      const verdict = (members: number, times: number) =>
        explore({
          protocol: bully({ members, halt: true }),
          network,
          faults: { crashes: times, restarts: times },
        });
      const [three, four] = [verdict(3, 2), verdict(4, 1)];
      expect([three, four].map(({ holds, complete }) => [holds, complete])).toEqual([
        [true, true],
        [true, true],
      ]);
      expect([three.distinct, four.distinct]).toEqual(network === "ordered" ? [14_419, 155_361] : [15_638, 152_713]);
    },
  );

  test("1,000 seeds of copies, reordering, crashes and restarts with Halt: never divided at rest, and in the end all follow the highest", () => {
    // At most 49 ms each way: an answer comes before its time limit, 100 ms, has passed.
    const network = { latencyMs: [1, 40], duplication: 0.2, reordering: 0.2, reorderingMs: 9 } as const;
    const storm = (seed: number): Run => {
      const run = inStorm(seed, { protocol: bully({ halt: true }), network }, [oneCoordinator], { crashes: true });
      expect(new Set(coordinators(run)), `seed ${seed}`).toEqual(new Set(["E"]));
      return run;
    };
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  test("in asynchronous time a late announcement leaves them divided", () => {
    const { counterexample } = explore({ protocol: bully({ members: 3 }), time: "asynchronous", firings: 4 });
    expect(counterexample?.sentence).toMatch(/follows B, and . follows C/);
    expectTrace(counterexample!.trace, "bully-in-asynchronous-time");
  });

  test("a broken twin that waits for ever for whoever has answered: the election hangs when that node dies", () => {
    const good = bully({ members: 3 });
    const patient: typeof good = {
      ...good,
      onTimer: (state, timer, out) => void (timer === "coordinator" || good.onTimer!(state, timer, out)),
    };
    const { counterexample } = explore({ protocol: patient, faults: { crashes: 1 } });
    expect(counterexample?.property).toBe(canAgree.name);
    expectTrace(counterexample!.trace, "bully-that-waits-for-ever");
  });

  test("a broken twin that announces itself without having asked: two who begin at once divide the rest", () => {
    const good = bully({ members: 3, starters: ["A", "B"] });
    const rash: typeof good = {
      ...good,
      onTimer: (state, timer, out) => good.onTimer!(state, timer === "start" ? "answer" : timer, out),
    };
    expect(explore({ protocol: good }).holds).toBe(true);
    const { counterexample } = explore({ protocol: rash });
    expect(counterexample?.property).toBe(oneCoordinator.name);
    expectTrace(counterexample!.trace, "bully-that-does-not-ask");
  });

  test("a starter that is no member is refused", () => {
    expect(() => bully({ members: 3, starters: ["Z"] })).toThrow("starters names Z; allowed are A, B, C");
  });
});
