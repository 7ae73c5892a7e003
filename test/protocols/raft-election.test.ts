/** Raft's election, from the happy path over a thousand storms to every run of three servers, and two broken twins. */
import { describe, expect, test } from "vitest";
import { crash, explore, partition, raftElection, raftElectionHandlers, raftElectionWith, simulate } from "distlab";
import type { Exploration, ExploreOptions, RaftElectionState, Run, World } from "distlab";
import { electionSafety, leaderIsElected, leaderIsPossible } from "../../lib/protocols/raft-election";
import type { RaftElection } from "../../lib/protocols/raft-election";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const everything = { crashes: true, partitions: true, pauses: true, skew: true };

function stateOf(run: Run, node: string): RaftElectionState | null {
  return run.states[node] as RaftElectionState | null;
}

function leaders(run: Run): readonly string[] {
  return Object.keys(run.states).filter((node) => stateOf(run, node)?.role === "leader");
}

function hasLeader(world: World): boolean {
  return world.nodes.some((node) => (world.state(node) as RaftElectionState | null)?.role === "leader");
}

describe("Raft's election (ATC 2014, section 5.2)", () => {
  test("three servers with nothing in their way elect one leader, and all follow it", () => {
    const run = simulate({ protocol: raftElection({ members: 3 }), seed: 3, untilMs: 400 });
    expect(leaders(run)).toHaveLength(1);
    const terms = Object.values(run.states).map((state) => (state as RaftElectionState).currentTerm);
    expect(new Set(terms).size).toBe(1);
    expectTrace(run.trace, "raft-election-three-servers");
  });

  test("heartbeats keep the leader in office", () => {
    const run = simulate({ protocol: raftElection({ firstLeader: "A" }), untilMs: 60_000 });
    expect(leaders(run)).toEqual(["A"]);
    expect(stateOf(run, "A")!.currentTerm).toBe(1);
  });

  test("when the leader crashes, another is elected in a higher term; back again, it follows", () => {
    const faults = [crash("A", { atMs: 500, restartAtMs: 2000 })];
    const run = simulate({ protocol: raftElection({ firstLeader: "A" }), faults, untilMs: 3000 });
    expect(leaders(run)).toHaveLength(1);
    expect(leaders(run)).not.toContain("A");
    expect(stateOf(run, "A")).toMatchObject({
      role: "follower",
      currentTerm: stateOf(run, leaders(run)[0]!)!.currentTerm,
    });
  });

  test("a minority elects nobody, however long it tries", () => {
    const faults = [partition([["A", "B"]], { atMs: 0 })];
    const run = simulate({ protocol: raftElection(), faults, untilMs: 60_000 });
    expect(leaders(run).filter((node) => node === "A" || node === "B")).toEqual([]);
    expect(leaders(run)).toHaveLength(1);
  });

  test("a leader cut off stays leader of its old term, and steps down when it hears of the new one", () => {
    const faults = [partition([["A", "B"]], { atMs: 500, healAtMs: 2000 })];
    const protocol = raftElection({ firstLeader: "A" });
    const during = simulate({ protocol, faults, untilMs: 1900, properties: [electionSafety] });
    expect(during.violation).toBeUndefined();
    expect(leaders(during)).toHaveLength(2);
    const after = simulate({ protocol, faults, untilMs: 3000 });
    expect(leaders(after)).toHaveLength(1);
  });

  test("a server votes only for a log at least as complete as its own (section 5.4.1)", () => {
    const logLengths = { A: 1, B: 5, C: 5 };
    for (let seed = 1; seed <= 200; seed++) {
      const run = simulate({
        protocol: raftElection({ members: 3, logLengths }),
        seed,
        until: hasLeader,
        trace: false,
      });
      expect(leaders(run)).not.toContain("A");
    }
  });

  test.each([
    [3, 1],
    [4, 1],
    [5, 2],
    [7, 3],
  ])("%i servers survive %i crashes, and not one more", (members, crashes) => {
    const elects = (dead: number): boolean => {
      const protocol = raftElection({ members });
      const faults = protocol.members!.slice(0, dead).map((node) => crash(node, { atMs: 0 }));
      return simulate({ protocol, faults, until: hasLeader, untilMs: 30_000, trace: false }).why === "until";
    };
    expect([elects(crashes), elects(crashes + 1)]).toEqual([true, false]);
  });

  test("1000 seeds of loss, duplication, crashes, partitions, pauses and skew: never two leaders in a term", () => {
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol: raftElection({ members: 5 }) }, [electionSafety, leaderIsElected], everything);
    expect(failingSeeds(1000, storm)).toEqual([]);
    expect(storm(1).neverHeld).toEqual([]);
  });

  /** Three servers: every order of messages, and of two or three timers. */
  const every = (protocol: RaftElection, more: Partial<ExploreOptions>): Exploration =>
    explore({
      protocol,
      properties: [electionSafety, leaderIsElected, leaderIsPossible],
      time: "asynchronous",
      network: "ordered",
      firings: 2,
      ...more,
    });

  test.each([
    ["three timers on links that keep their order", { firings: 3 }, 294_698],
    ["two timers, a crash and a restart", { faults: { crashes: 1, restarts: 1 } }, 83_585],
    ["two timers, where everything arrives again and again, or never", { network: "persistent" }, 22_573],
  ] as const)("in every run with %s: one leader a term, and one can always be elected", (_name, more, distinct) => {
    const found = every(raftElection({ members: 3 }), more);
    expect([found.holds, found.complete, found.distinct]).toEqual([true, true, distinct]);
  });

  test("a broken twin that forgets its vote in a crash is caught, also in a storm", () => {
    const good = raftElection({ members: 3 });
    const forgetful: RaftElection = { ...good, start: (self, _saved, out) => good.start(self, null, out) };
    const { counterexample } = every(forgetful, { faults: { crashes: 1, restarts: 1 } });
    expect(counterexample?.property).toBe(electionSafety.name);
    expectTrace(counterexample!.trace, "raft-election-that-forgets-its-vote");
    const run = (seed: number): Run => inStorm(seed, { protocol: forgetful }, [electionSafety], everything);
    expect(failingSeeds(1000, run).length).toBeGreaterThan(0);
  });

  test("a broken twin that votes twice a term is caught, also in a storm", () => {
    const twice = raftElectionWith({
      requestVote: (state, request, from, out, config) => {
        if (request.term === state.currentTerm && state.role === "follower") state.votedFor = null;
        raftElectionHandlers.requestVote(state, request, from, out, config);
      },
    });
    const { counterexample } = every(twice({ members: 3 }), {});
    expect(counterexample?.property).toBe(electionSafety.name);
    expectTrace(counterexample!.trace, "raft-election-that-votes-twice-a-term");
    const run = (seed: number): Run => inStorm(seed, { protocol: twice({ members: 5 }) }, [electionSafety], everything);
    expect(failingSeeds(200, run).length).toBeGreaterThan(0);
  });

  test("wrong options are named with what is allowed", () => {
    expect(() => raftElection({ electionTimeoutMs: [300, 150] })).toThrow(
      "electionTimeoutMs is [300, 150]; allowed is [min, max]",
    );
    expect(() => raftElection({ heartbeatMs: 0 })).toThrow("heartbeatMs is 0");
  });
});
