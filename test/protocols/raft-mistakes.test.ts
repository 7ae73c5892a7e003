/**
 * Raft, exhaustively at a small size, and its classic mistakes: for each the shortest run that it leads to.
 *
 * Three servers, of which A leads term 1 and C never stands for election; links keep their order; logs of two entries,
 * four terms, three timers that fire whenever they like; one entry a message. What this leaves out, storms try.
 */
import { describe, expect, test } from "vitest";
import { raft, raftHandlers, raftWith } from "../../lib/protocols/raft";
import type { Raft } from "../../lib/protocols/raft";
import { becomeLeader } from "../../lib/protocols/raft/election";
import { adoptHigherTerm, commitUpTo } from "../../lib/protocols/raft/server";
import type { RaftHandlers, RaftState } from "../../lib/protocols/raft/vocabulary";
import type { World } from "../../lib/protocol";
import { lastIndex } from "../../lib/structures/log";
import { explore } from "../../lib/verify/explore";
import type { Exploration, ExploreOptions } from "../../lib/verify/explore";
import { expectTrace } from "../traces";

const options = { members: 3, firstLeader: "A", entriesPerMessage: 1 } as const;

function within(world: World): boolean {
  return world.nodes.every((node) => {
    const state = world.state(node) as RaftState | null;
    if (state === null) return true;
    const mayStand = node !== "C" || state.role === "follower";
    return mayStand && state.currentTerm <= 4 && lastIndex(state.log) <= 2;
  });
}

function everything(protocol: Raft, more: Partial<ExploreOptions> = {}): Exploration {
  const properties = protocol.contract!.safety.filter(({ kind }) => kind === "always");
  return explore({
    protocol,
    properties,
    time: "asynchronous",
    network: "ordered",
    firings: 3,
    within,
    limits: { states: 1_000_000 },
    ...more,
  });
}

test("in every run of this size figure 3 holds", () => {
  const found = everything(raft(options));
  expect([found.complete, found.counterexample, found.distinct]).toMatchInlineSnapshot(`
    [
      true,
      undefined,
      571513,
    ]
  `);
});

test("and so it does when C crashes once and comes back", () => {
  const faults = { crashes: { C: 1 }, restarts: { C: 1 } };
  const found = everything(raft(options), { firings: 2, faults });
  expect([found.complete, found.counterexample, found.distinct]).toMatchInlineSnapshot(`
    [
      true,
      undefined,
      160948,
    ]
  `);
});

describe("without a line of the paper", () => {
  test.each([
    ["votes once a term", "at most one leader a term", 11],
    ["votes only for a complete log", "a leader holds every committed entry", 5],
    ["follows only the leader of its own term", "no two servers apply different commands in the same place", 8],
    ["the entry before the new ones must match", "a leader holds every committed entry", 8],
    ["removes only what conflicts", "a leader holds every committed entry", 24],
    ["counts votes only of its own term", "at most one leader a term", 9],
  ])("%s: %s fails after %i steps", (guard, property, steps) => {
    const { counterexample } = everything(raft(options), { knockedOut: [guard] });
    expect([counterexample?.property, counterexample?.steps]).toEqual([property, steps]);
    expectTrace(counterexample!.trace, `raft-without-${guard.replaceAll(/[^a-z]+/g, "-")}`);
  });

  test("figure 8: entries of older terms, counted on a majority, are lost in 17 steps", () => {
    const { counterexample } = everything(raft(options), { knockedOut: ["counts only entries of its own term"] });
    expect([counterexample?.property, counterexample?.steps]).toEqual(["a leader holds every committed entry", 17]);
    expectTrace(counterexample!.trace, "raft-figure-8");
  });

  test("a save that is forgotten: one crash, and a committed entry is gone", () => {
    const faults = { crashes: { C: 1 }, restarts: { C: 1 } };
    const { counterexample } = everything(raft(options), { knockedOut: ["save"], faults });
    expect([counterexample?.property, counterexample?.steps]).toEqual(["a leader holds every committed entry", 7]);
    expectTrace(counterexample!.trace, "raft-without-saves");
  });
});

describe("broken twins", () => {
  const twins: readonly { name: string; members: number; rules: Partial<RaftHandlers> }[] = [
    {
      name: "takes half of the votes for a majority",
      members: 4,
      rules: {
        requestVoteReply(state, reply, from, out, config) {
          adoptHigherTerm(state, reply.term, out, config);
          if (state.role !== "candidate" || reply.term !== state.currentTerm || !reply.voteGranted) return;
          if (!state.votesGranted.includes(from)) state.votesGranted.push(from);
          if (state.votesGranted.length >= config.members.length / 2) becomeLeader(state, out, config);
        },
      },
    },
    {
      name: "counts itself twice",
      members: 3,
      rules: {
        advanceCommit(state, out, config) {
          const own = lastIndex(state.log);
          const known = [own, own, ...config.members.map((member) => state.matchIndex[member] ?? 0)];
          commitUpTo(state, known.toSorted((a, b) => b - a)[Math.floor(config.members.length / 2)]!, out, config);
        },
      },
    },
    {
      name: "commits what the leader has committed whatever its own log holds",
      members: 3,
      rules: {
        appendEntries(state, request, leader, out, config) {
          raftHandlers.appendEntries(state, request, leader, out, config);
          if (request.term === state.currentTerm) commitUpTo(state, request.leaderCommit, out, config);
        },
      },
    },
  ];

  test.each(twins)("a server that $name", ({ name, members, rules }) => {
    const { counterexample } = everything(raftWith(rules)({ ...options, members }));
    expect(counterexample, "no run was found").toBeDefined();
    expectTrace(counterexample!.trace, `raft-that-${name.replaceAll(/[^a-z]+/g, "-")}`);
  });
});
