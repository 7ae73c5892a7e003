/** Paxos Commit: what it costs, that it agrees, and that a dead leader blocks nobody. */
import { describe, expect, test } from "vitest";
import { crash, explore, simulate, twoPhaseCommit } from "distlab";
import type { Exploration, ExploreOptions, Run, World } from "distlab";
import { managersAgree, paxosCommit } from "../../lib/protocols/paxos-commit";
import type { PaxosCommitOptions, PaxosCommitState } from "../../lib/protocols/paxos-commit";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

function phases(run: Run): unknown[] {
  const states = Object.values(run.states) as (PaxosCommitState | null)[];
  return states.flatMap((state) => (state?.role === "manager" ? [state.phase] : []));
}

describe("one transaction (Gray and Lamport 2006, section 4)", () => {
  test("when all can commit, all do", () => {
    const run = simulate({ protocol: paxosCommit(), network: { latencyMs: 10 } });
    expect(phases(run)).toEqual(["commit", "commit"]);
    expectTrace(run.trace, "paxos-commit");
  });

  test("one who cannot commit makes all abort", () => {
    expect(phases(simulate({ protocol: paxosCommit({ votes: { P2: "no" } }) }))).toEqual(["abort", "abort"]);
  });

  test("the second leader finishes what the first had begun: votes that are accepted are kept", () => {
    const run = simulate({
      protocol: paxosCommit(),
      network: { latencyMs: 10 },
      faults: [crash("L1", { atMs: 35 })],
      trace: false,
    });
    expect(phases(run)).toEqual(["commit", "commit"]);
  });

  test("F acceptors may be dead, whichever they are", () => {
    for (const acceptor of ["A1", "A2", "A3"]) {
      const run = simulate({ protocol: paxosCommit(), faults: [crash(acceptor, { atMs: 0 })], trace: false });
      expect(new Set(phases(run)), acceptor).toHaveLength(1);
      expect(["commit", "abort"]).toContain(phases(run)[0]);
    }
  });

  test("1000 seeds of loss, duplication, crashes, partitions, pauses and skew: nobody disagrees", () => {
    const protocol = paxosCommit({ managers: 3, patienceMs: 50 });
    const storm = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
    expect(failingSeeds(1000, (seed) => inStorm(seed, { protocol }, [managersAgree], storm))).toEqual([]);
  });
});

describe("what it costs when nothing fails, counted as in section 5 of the paper", () => {
  // Messages between different nodes, from the first manager's BeginCommit on; one network delay is 10 ms; a stable
  // write is one that a vote or its acceptance waits for.
  test.each([
    [2, 0],
    [2, 1],
    [3, 1],
    [5, 2],
  ])("%i managers, F = %i: (N+1)(F+3)-2 messages, 5 delays, N+F+1 votes and acceptors that write", (managers, F) => {
    const last = (world: World): boolean =>
      world.nodes.every((node) => {
        const state = world.state(node) as PaxosCommitState;
        return state.role !== "manager" || state.phase === "commit";
      });
    const options: PaxosCommitOptions = { managers, acceptorsFailing: F, patienceMs: 1000 };
    const run = simulate({ protocol: paxosCommit(options), network: { latencyMs: 10 }, until: last });
    expect(run.counts.sent).toBe((managers + 1) * (F + 3) - 2);
    expect(run.endedAtMs).toBe(50);
    const writers = Object.values(run.states).filter((state) => {
      const one = state as PaxosCommitState;
      return one.role === "manager" || (one.role === "acceptor" && Object.keys(one.accepted).length > 0);
    });
    expect(writers).toHaveLength(managers + F + 1);
  });
});

const small: PaxosCommitOptions = { managers: 2, acceptorsFailing: 0 };
const solo: PaxosCommitOptions = { managers: 1, acceptorsFailing: 0 };
const trio: PaxosCommitOptions = { managers: 1, acceptorsFailing: 1 };

function everything(options: PaxosCommitOptions, more: Partial<ExploreOptions>): Exploration {
  return explore({
    protocol: paxosCommit(options),
    time: "asynchronous",
    network: "ordered",
    limits: { states: 500_000 },
    ...more,
  });
}

describe("exhaustively", () => {
  test.each([
    ["whoever votes how, and one impatience", { ...small, votes: "either" }, { firings: 1 }, 4945],
    ["the first leader dies", small, { firings: 2, faults: { crashes: { L1: 1 } } }, 50_752],
    ["the first leader comes back", small, { firings: 1, faults: { crashes: { L1: 1 }, restarts: 1 } }, 7754],
    ["one acceptor of three dies", trio, { firings: 1, faults: { crashes: { A1: 1 } } }, 18_318],
  ] as const)("%s: nobody disagrees, and nobody is blocked", (_name, options, more, states) => {
    const found = everything(options, more);
    expect([found.holds, found.distinct]).toEqual([true, states]);
  });

  test("with no leader left, managers are blocked as in two-phase commit; with one left they are not", () => {
    // Everything that is sent may arrive again, timers fire as often as they like, and there are two ballots a leader.
    const within = (world: World): boolean =>
      world.nodes.every((node) => {
        const state = world.state(node) as PaxosCommitState | null;
        return state?.role !== "leader" || state.ballot <= 2;
      });
    const more = { network: "persistent", faults: { crashes: { L1: 1 } }, within } as const;
    const alone = everything({ ...solo, leaders: 1 }, more);
    expect(alone.counterexample?.property).toBe("every resource manager that is up has decided");
    const two = everything(solo, more);
    expect([two.holds, two.complete]).toEqual([true, true]);
  });

  test("two-phase commit is blocked by the death of its coordinator", () => {
    const found = explore({ protocol: twoPhaseCommit(), network: "persistent", faults: { crashes: { C: 1 } } });
    expect(found.counterexample?.property).toBe("everybody who is up has decided");
  });

  test.each([
    ["aborts only where nothing was accepted", solo, {}, 7],
    ["accepts nothing below its promise", solo, {}, 7],
    ["a majority has accepted", trio, {}, 9],
    ["save", solo, { crashes: 1, restarts: 1 }, 9],
  ] as const)("without '%s' two leaders decide differently", (guard, options, faults, steps) => {
    const properties = [managersAgree];
    const { counterexample } = everything(options, { firings: 2, knockedOut: [guard], properties, faults });
    expect([counterexample?.property, counterexample?.steps]).toEqual([managersAgree.name, steps]);
    expectTrace(counterexample!.trace, `paxos-commit-without-${guard.replaceAll(" ", "-")}`);
  });
});

test("wrong options are named with what is allowed", () => {
  expect(() => paxosCommit({ acceptorsFailing: -1 })).toThrow("acceptorsFailing is -1; allowed is a whole number, 0");
  expect(() => paxosCommit({ leaders: 0 })).toThrow("leaders is 0; allowed is a whole number, 1 or more");
  expect(() => paxosCommit({ patienceMs: 0 })).toThrow("patienceMs is 0; allowed are milliseconds above 0");
});
