/** Raft's election, from the happy path to a thousand storms and two broken twins. */
import { describe, expect, test } from "vitest";
import { crash, partition, raftElection, raftElectionHandlers, raftElectionWith, simulate } from "distlab";
import type { RaftElectionState, Run, World } from "distlab";
import { electionSafety, leaderIsElected } from "../../lib/protocols/raft-election";
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

  test("a broken twin that forgets its vote in a crash is caught", () => {
    const forgetful = raftElection({ members: 3 });
    const broken = {
      ...forgetful,
      start: (self: string, _saved: unknown, out: Parameters<typeof forgetful.start>[2]) =>
        forgetful.start(self, null, out),
    };
    const run = (seed: number): Run => inStorm(seed, { protocol: broken }, [electionSafety], everything);
    expect(failingSeeds(1000, run).length).toBeGreaterThan(0);
  });

  test("a broken twin that votes twice a term is caught", () => {
    const broken = raftElectionWith({
      requestVote: (state, request, from, out, config) => {
        if (request.term === state.currentTerm && state.role === "follower") state.votedFor = null;
        raftElectionHandlers.requestVote(state, request, from, out, config);
      },
    })({ members: 5 });
    const run = (seed: number): Run => inStorm(seed, { protocol: broken }, [electionSafety], everything);
    expect(failingSeeds(200, run).length).toBeGreaterThan(0);
  });

  test("wrong options are named with what is allowed", () => {
    expect(() => raftElection({ electionTimeoutMs: [300, 150] })).toThrow(
      "electionTimeoutMs is [300, 150]; allowed is [min, max]",
    );
    expect(() => raftElection({ heartbeatMs: 0 })).toThrow("heartbeatMs is 0");
  });
});
