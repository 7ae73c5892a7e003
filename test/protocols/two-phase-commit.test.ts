/** Two-phase commit: from the happy path to everything that can happen, and its broken twins. */
import { describe, expect, test } from "vitest";
import { always } from "../../lib/protocol";
import type { World } from "../../lib/protocol";
import { twoPhaseCommit, twoPhaseCommitWith, twoPhaseRules } from "../../lib/protocols";
import type { TwoPhaseCommitOptions, TwoPhaseRules, TwoPhaseState } from "../../lib/protocols";
import { agreement, nobodyIsBlocked } from "../../lib/protocols/atomic-commitment";
import { crash, cutLinks, restart, simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import { traceText } from "../../lib/trace/text";
import { explore } from "../../lib/verify/explore";
import type { Exploration, ExploreOptions } from "../../lib/verify/explore";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const presumptions = ["nothing", "abort"] as const;

function phases(run: Run): readonly string[] {
  return Object.values(run.states).map((state) => (state as TwoPhaseState | null)?.phase ?? "down");
}

describe.each(presumptions)("presuming %s", (presume) => {
  test("when all can commit, all do, and the coordinator forgets", () => {
    const run = simulate({ protocol: twoPhaseCommit({ presume }) });
    expect(phases(run)).toEqual(["forgotten", "commit", "commit"]);
    expectTrace(run.trace, `two-phase-commit-presuming-${presume}`);
  });

  test("one who cannot commit makes all abort", () => {
    const run = simulate({
      protocol: twoPhaseCommit({ presume, participants: 3, votes: { P2: "no" } }),
      untilMs: 5000,
    });
    expect(phases(run).slice(1)).toEqual(["abort", "abort", "abort"]);
  });

  test("one who is never heard makes all abort", () => {
    const faults = [crash("P1", { atMs: 0 })];
    const run = simulate({ protocol: twoPhaseCommit({ presume, participants: 3 }), faults, untilMs: 5000 });
    expect(phases(run).slice(1)).toEqual(["down", "abort", "abort"]);
  });

  test("a coordinator that crashes after deciding tells the rest when it is back", () => {
    // The third time that it acts it hears the second vote: it saves, sets a timer, tells P1, and dies.
    const died = crash("C", { event: 3, effects: 4 });
    const blocked = simulate({ protocol: twoPhaseCommit({ presume }), faults: [died], untilMs: 5000 });
    expect(phases(blocked).toSorted()).toEqual(["commit", "down", "prepared"]);
    const back = simulate({
      protocol: twoPhaseCommit({ presume }),
      faults: [died, restart("C", { atMs: 3000 })],
      untilMs: 5000,
    });
    expect(phases(back)).toEqual(["forgotten", "commit", "commit"]);
  });

  test("a thousand seeds with loss, duplication, reordering, crashes, partitions, pauses and skew: nobody disagrees", () => {
    const protocol = twoPhaseCommit({ presume, participants: 3, votes: "either" });
    const storm = { crashes: true, partitions: true, pauses: true, skew: true };
    expect(failingSeeds(1000, (seed) => inStorm(seed, { protocol, untilMs: 6000 }, [agreement], storm))).toEqual([]);
  });
});

describe("what it costs with two participants (after Mohan, Lindsay and Obermarck 1986, section 3)", () => {
  /** Records that a node wrote, `nothing` not counted: that is an empty log, or one that may be cleared at leisure. */
  function records(run: Run, node: string): number {
    const written = new RegExp(`^ *\\S+  ${node} saves \\{record: (begun|prepared|commit|abort)\\}`, "gm");
    return traceText(run.trace).match(written)?.length ?? 0;
  }

  // The participant who votes no is told the outcome as well, which the paper spares: one message more.
  test.each([
    ["nothing", "yes", [2, 2, 2], 8],
    ["nothing", "no", [2, 2, 1], 8],
    ["abort", "yes", [1, 2, 2], 8],
    ["abort", "no", [0, 2, 1], 6],
  ] as const)("presuming %s, when P2 votes %s: records %j, messages %i", (presume, vote, written, messages) => {
    const protocol = twoPhaseCommit({ presume, votes: { P2: vote } });
    const run = simulate({ protocol, network: { latencyMs: 10 } });
    expect(["C", "P1", "P2"].map((node) => records(run, node))).toEqual(written);
    expect(run.counts.sent).toBe(messages);
  });
});

test("in a partition it blocks, and does not tear", () => {
  const faults = [
    cutLinks(["C"], ["P2"], { atMs: 1.5, healAtMs: 9000 }),
    cutLinks(["P2"], ["C"], { atMs: 1.5, healAtMs: 9000 }),
  ];
  const options = { protocol: twoPhaseCommit(), faults, network: { latencyMs: 1 }, properties: [agreement] };
  const during = simulate({ ...options, untilMs: 8000 });
  expect(during.violation).toBeUndefined();
  expect(phases(during)).toContain("prepared");
  expect(phases(simulate({ ...options, untilMs: 12_000 }))).not.toContain("prepared");
});

/** Everything that can happen on a network that loses, doubles and delays as it likes, with these crashes. */
function everything(presume: "nothing" | "abort", faults: NonNullable<ExploreOptions["faults"]>): Exploration {
  return explore({ protocol: twoPhaseCommit({ presume, votes: "either" }), network: "persistent", faults });
}

describe.each(presumptions)("exhaustively, presuming %s (Bernstein et al. 1987, section 7.4)", (presume) => {
  test("whoever decides, decides alike, and nobody is blocked while everybody comes back", () => {
    expect(everything(presume, { crashes: 2, restarts: 2 }).holds).toBe(true);
  });

  test("a participant is blocked once no restart of the coordinator is left", () => {
    const found = everything(presume, { crashes: { C: 2 }, restarts: { C: 1 } });
    expect(found.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held", "violated"]);
    expect(found.counterexample?.property).toBe("everybody who is up has decided");
    expect(found.counterexample?.lines.filter((line) => /^C .*crashes/.test(line))).toHaveLength(2);
  });

  test("a participant that stays down blocks nobody else", () => {
    expect(everything(presume, { crashes: { P1: 1 } }).holds).toBe(true);
  });
});

test("the shortest way to be blocked is to vote after the coordinator has died", () => {
  const found = everything("nothing", { crashes: { C: 1 } });
  expect(found.counterexample?.lines).toEqual([
    "C crashes",
    "P1 receives Prepare from C, saves {record: prepared}, sends Vote yes=true to C",
  ]);
});

describe("broken twins, and the shortest run that catches each", () => {
  interface Twin {
    readonly name: string;
    readonly rules: Partial<TwoPhaseRules>;
    readonly presume?: "nothing" | "abort";
    readonly steps: number;
  }

  const twins: readonly Twin[] = [
    {
      name: "votes before it saves its promise",
      rules: {
        prepare(state, yes, out, config) {
          if (state.phase !== "working") return;
          out.cancelTimer("prepare");
          state.phase = yes ? "prepared" : "abort";
          out.send(config.coordinator, { kind: "Vote", yes });
          out.save({ record: yes ? "prepared" : "abort" });
        },
      },
      steps: 5,
    },
    {
      name: "forgets to save its promise",
      rules: {
        prepare(state, yes, out, config) {
          if (state.phase !== "working") return;
          out.cancelTimer("prepare");
          state.phase = yes ? "prepared" : "abort";
          out.send(config.coordinator, { kind: "Vote", yes });
        },
      },
      steps: 6,
    },
    {
      name: "commits at the first yes",
      rules: {
        vote(state, yes, _from, out, config) {
          if (state.phase === "collecting votes") config.rules.decide(state, yes ? "commit" : "abort", out, config);
        },
      },
      steps: 3,
    },
    {
      name: "tells its decision before it saves it",
      rules: {
        decide(state, outcome, out, config) {
          state.phase = outcome;
          out.cancelTimer("votes");
          for (const participant of config.participants) out.send(participant, { kind: "Decision", outcome });
          out.save({ record: outcome });
          out.setTimer("repeat", [config.retryMs, config.retryMs]);
        },
      },
      steps: 6,
    },
    {
      name: "gives up waiting after its promise, and aborts",
      rules: {
        participantTimeout(state, _timer, out) {
          if (state.phase !== "working" && state.phase !== "prepared") return;
          state.phase = "abort";
          out.save({ record: "abort" });
        },
      },
      steps: 5,
    },
    {
      name: "gives up waiting after its promise, and commits",
      rules: {
        participantTimeout(state, timer, out, config) {
          if (timer === "prepare") return twoPhaseRules.participantTimeout(state, timer, out, config);
          if (state.phase !== "prepared") return;
          state.phase = "commit";
          out.save({ record: "commit" });
        },
      },
      steps: 3,
    },
    {
      name: "aborts when it boots again, though it has promised",
      rules: {
        participantRecovery: (record) => (record === "commit" ? "commit" : "abort"),
      },
      steps: 6,
    },
    {
      name: "commits what it had only begun",
      rules: {
        coordinatorRecovery: (record) => (record === "begun" ? "commit" : (record as "commit" | "abort" | null)),
      },
      steps: 3,
    },
    {
      name: "does not save a commit, and presumes an abort",
      presume: "abort",
      rules: {
        decide(state, outcome, out, config) {
          state.phase = outcome;
          out.cancelTimer("votes");
          for (const participant of config.participants) out.send(participant, { kind: "Decision", outcome });
        },
      },
      steps: 9,
    },
  ];

  const options: TwoPhaseCommitOptions = { votes: "either" };
  const conditions = { network: "persistent" as const, faults: { crashes: 1, restarts: 1 }, properties: [agreement] };

  test.each(twins)("a node that $name", ({ name, rules, presume = "nothing", steps }) => {
    const twin = twoPhaseCommitWith(rules)({ ...options, presume });
    const found = explore({ protocol: twin, ...conditions });
    expect(found.counterexample?.steps).toBe(steps);
    expectTrace(found.counterexample!.trace, `two-phase-commit-that-${name.replaceAll(/[^a-z]+/g, "-")}`);
    const right = twoPhaseCommit({ ...options, presume });
    expect(explore({ protocol: right, ...conditions }).holds).toBe(true);
  });

  test("a coordinator that forgets too early leaves somebody blocked", () => {
    const forgetful = { knockedOut: ["remembers a commit until all have acknowledged it"] };
    const protocol = twoPhaseCommit({ participants: 2 });
    const lossy = { faults: { drops: 1 }, properties: [nobodyIsBlocked] };
    expect(explore({ protocol, time: "synchronous", ...lossy }).holds).toBe(true);
    const found = explore({ protocol, time: "synchronous", ...lossy, ...forgetful });
    expect(found.counterexample?.lines.some((line) => line.includes("is lost"))).toBe(true);
    expectTrace(found.counterexample!.trace, "two-phase-commit-that-forgets-too-early");
  });

  test("presuming abort, it even makes them disagree", () => {
    const protocol = twoPhaseCommit({ presume: "abort" });
    const knockedOut = ["remembers a commit until all have acknowledged it"];
    const found = explore({ protocol, network: "persistent", knockedOut });
    expect(found.counterexample?.property).toBe("no two nodes decide differently");
    expectTrace(found.counterexample!.trace, "two-phase-commit-that-forgets-too-early-and-presumes-an-abort");
  });
});

test("a commit is never undone: neither in a state nor on disk", () => {
  const stays = always("who has saved a commit stays with it", (world: World) =>
    world.nodes.every((node) => {
      const record = (world.saved(node) as { record: string } | null)?.record;
      const phase = (world.state(node) as TwoPhaseState | null)?.phase;
      return record !== "commit" || phase === undefined || phase === "commit";
    }),
  );
  const protocol = twoPhaseCommit({ votes: "either" });
  expect(
    explore({ protocol, network: "persistent", faults: { crashes: 2, restarts: 2 }, properties: [stays] }).holds,
  ).toBe(true);
});

describe("options", () => {
  test.each([
    [{ participants: 0 }, "participants is 0; allowed is a whole number, 1 or more, or a list of names"],
    [{ participants: ["C"] }, "coordinator is C, which is a participant too; allowed is another name"],
    [{ voteTimeoutMs: 0 }, "voteTimeoutMs is 0; allowed are milliseconds above 0"],
    [{ retryMs: Number.NaN }, "retryMs is NaN; allowed are milliseconds above 0"],
  ])("%j is refused", (options, message) => {
    expect(() => twoPhaseCommit(options)).toThrow(new RangeError(message));
  });
});
