/** Three-phase commit: right in synchronous time, wrong without it, and its broken twins. */
import { describe, expect, test } from "vitest";
import { threePhaseCommit, threePhaseCommitWith, threePhaseRules } from "../../lib/protocols";
import type { ThreePhaseRules, ThreePhaseState } from "../../lib/protocols";
import { agreement, nobodyIsBlocked } from "../../lib/protocols/atomic-commitment";
import { terminate } from "../../lib/protocols/three-phase-commit";
import { crash, createRandom, simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { explore } from "../../lib/verify/explore";
import { expectTrace } from "../traces";

function phases(run: Run): readonly string[] {
  return Object.values(run.states).map((state) => (state as ThreePhaseState | null)?.phase ?? "down");
}

const quick = { latencyMs: [1, 10] } as const;

describe("simulated", () => {
  test("when all can commit, all do, in three rounds", () => {
    const run = simulate({ protocol: threePhaseCommit(), network: quick });
    expect(phases(run)).toEqual(["commit", "commit", "commit", "commit"]);
    expectTrace(run.trace, "three-phase-commit");
  });

  test("one who cannot commit makes all abort", () => {
    const run = simulate({ protocol: threePhaseCommit({ votes: { P2: "no" } }), network: quick });
    expect(phases(run)).toEqual(["abort", "abort", "abort", "abort"]);
  });

  test("when the coordinator dies, the living decide", () => {
    const run = simulate({ protocol: threePhaseCommit(), network: quick, faults: [crash("C", { atMs: 15 })] });
    expect(phases(run)[0]).toBe("down");
    expect(new Set(phases(run).slice(1)).size).toBe(1);
    expect(["commit", "abort"]).toContain(phases(run)[1]);
  });

  test("a thousand seeds of copies and reordering in which up to all but one die at any moment: the living agree, and are not blocked", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const random = createRandom(seed, "deaths");
      const dead = ["C", "P1", "P2", "P3"].filter(() => random.next() < 0.4).slice(0, 3);
      const faults = dead.map((node) => crash(node, { atMs: random.between(0, 400) }));
      const protocol = threePhaseCommit({ votes: "either" });
      const network = { ...quick, duplication: 0.2, reordering: 0.3, reorderingMs: 10 };
      const run = simulate({ protocol, network, seed, faults, trace: false, properties: [agreement] });
      expect(run.violation, `seed ${seed}`).toBeUndefined();
      expect(
        phases(run).filter((phase) => !["commit", "abort", "down"].includes(phase)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });
});

describe("exhaustively (Bernstein et al. 1987, section 7.5)", () => {
  test.each([1, 2, 3])(
    "in synchronous time, %i participants agree and are not blocked, whoever dies",
    (participants) => {
      const protocol = threePhaseCommit({ participants, votes: "either" });
      expect(explore({ protocol, faults: { crashes: participants + 1 } }).holds).toBe(true);
    },
  );

  test("in asynchronous time two nodes disagree in four steps, without a crash or a partition", () => {
    const found = explore({ protocol: threePhaseCommit({ participants: 1 }), time: "asynchronous" });
    expect(found.counterexample?.steps).toBe(4);
    expectTrace(found.counterexample!.trace, "three-phase-commit-in-asynchronous-time");
  });

  test("and it is one timer too early that does it: without one they agree", () => {
    const protocol = threePhaseCommit({ participants: 1 });
    expect(explore({ protocol, time: "asynchronous", firings: 0, properties: [agreement] }).holds).toBe(true);
  });

  test("who comes back makes them disagree: recovery is left out", () => {
    const faults = { crashes: 1, restarts: 1 };
    expect(explore({ protocol: threePhaseCommit({ participants: 2 }), faults }).counterexample?.property).toBe(
      "no two nodes decide differently",
    );
  });
});

describe("the termination rules TR1 to TR4", () => {
  test.each([
    [["abort", "uncertain"], "abort"],
    [["uncertain", "working"], "abort"],
    [["commit", "precommitted"], "commit"],
    [["uncertain", "uncertain"], "abort"],
    [["uncertain", "precommitted"], "precommit"],
  ] as const)("%j: %s", (living, outcome) => {
    expect(terminate(living)).toBe(outcome);
  });
});

describe("broken twins, and the shortest run that catches each", () => {
  const twins: readonly { name: string; rules: Partial<ThreePhaseRules>; steps: number }[] = [
    {
      name: "aborts whatever the living report",
      rules: { terminate: () => "abort" },
      steps: 13,
    },
    {
      name: "commits whatever the living report",
      rules: { terminate: () => "commit" },
      steps: 6,
    },
    {
      name: "commits at once where one is precommitted, and leaves the uncertain behind",
      rules: { terminate: (reported) => (terminate(reported) === "precommit" ? "commit" : terminate(reported)) },
      steps: 14,
    },
    {
      name: "aborts by itself when nobody speaks",
      rules: {
        silence(state, out) {
          if (state.phase === "commit" || state.phase === "abort") return;
          state.phase = "abort";
          out.save({ record: "abort" });
        },
      },
      steps: 12,
    },
  ];

  test.each(twins)("a node that $name", ({ name, rules, steps }) => {
    const conditions = { faults: { crashes: 3 }, properties: [agreement] };
    const found = explore({ protocol: threePhaseCommitWith(rules)({ votes: "either" }), ...conditions });
    expect(found.counterexample?.steps).toBe(steps);
    expectTrace(found.counterexample!.trace, `three-phase-commit-that-${name.replaceAll(/[^a-z]+/g, "-")}`);
    expect(explore({ protocol: threePhaseCommit({ votes: "either" }), ...conditions }).holds).toBe(true);
  });

  test("a node that waits for ever is blocked", () => {
    const waiting = threePhaseCommitWith({ silence: () => {} })({ participants: 2 });
    const found = explore({ protocol: waiting, faults: { crashes: { C: 1 } }, properties: [nobodyIsBlocked] });
    expect(found.counterexample?.lines[0]).toBe("C crashes");
    expectTrace(found.counterexample!.trace, "three-phase-commit-that-waits-for-ever");
  });

  test("the rules in force are those of the paper", () => {
    expect(threePhaseRules.terminate).toBe(terminate);
  });
});

describe("options", () => {
  test.each([
    [{ participants: 1.5 }, "participants is 1.5; allowed is a whole number, 1 or more, or a list of names"],
    [{ coordinator: "P1" }, "coordinator is P1, which is a participant too; allowed is another name"],
    [{ replyTimeoutMs: -1 }, "replyTimeoutMs is -1; allowed are milliseconds above 0"],
  ])("%j is refused", (options, message) => {
    expect(() => threePhaseCommit(options)).toThrow(new RangeError(message));
  });
});
