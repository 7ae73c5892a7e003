/** Single-decree Paxos: at most one value is chosen, whatever fails. */
import { describe, expect, test } from "vitest";
import { compareBallots, partition, paxos, paxosWith, simulate } from "distlab";
import type { PaxosHandlers, PaxosState, Run } from "distlab";
import { paxosHandlers, agreement, somethingIsChosen } from "../../lib/protocols/paxos";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const duel = { proposals: { A: "v", B: "w" } };
const everything = { crashes: true, partitions: true, pauses: true, skew: true };

function chosen(run: Run): readonly unknown[] {
  return Object.values(run.states).map((state) => (state as PaxosState | null)?.learner.chosen?.value ?? null);
}

describe("Paxos made simple (Lamport 2001)", () => {
  test("one proposer: its value is chosen, and everybody learns it", () => {
    const run = simulate({ protocol: paxos({ proposals: { A: "v" } }), properties: [agreement, somethingIsChosen] });
    expect(chosen(run)).toEqual(["v", "v", "v"]);
    expectTrace(run.trace, "paxos-one-proposer");
  });

  test("two proposers: one value, learnt by all", () => {
    for (let seed = 1; seed <= 100; seed++) {
      const values = new Set(chosen(simulate({ protocol: paxos(duel), seed, trace: false })));
      expect(values.size, `seed ${seed}`).toBe(1);
    }
  });

  test("a minority chooses nothing", () => {
    const faults = [partition([["A"], ["B", "C"]], { atMs: 0 })];
    expect(chosen(simulate({ protocol: paxos({ proposals: { A: "v" } }), faults }))).toEqual([null, null, null]);
  });

  test("ballots are ordered by round, then by name; no ballot is below all", () => {
    expect(compareBallots({ round: 1, proposer: "B" }, { round: 2, proposer: "A" })).toBeLessThan(0);
    expect(compareBallots({ round: 1, proposer: "A" }, { round: 1, proposer: "B" })).toBeLessThan(0);
    expect(compareBallots(null, { round: 1, proposer: "A" })).toBeLessThan(0);
    expect(compareBallots(null, null)).toBe(0);
  });

  test("1000 seeds of loss, duplication, crashes, partitions, pauses and skew: never two values", () => {
    const protocol = paxos({ members: 5, proposals: { A: "u", B: "v", C: "w" } });
    const storm = (seed: number): Run => inStorm(seed, { protocol }, [agreement], everything);
    expect(failingSeeds(1000, storm)).toEqual([]);
  });
});

/** Whether a thousand storms over three nodes catch this twin. */
function isCaught(replaced: Partial<PaxosHandlers>): boolean {
  const protocol = paxosWith(replaced)({ ...duel, retryMs: [20, 60] });
  const storm = (seed: number): Run => inStorm(seed, { protocol }, [agreement], { ...everything, untilMs: 600 });
  return failingSeeds(1000, storm).length > 0;
}

describe("broken twins of Paxos are caught", () => {
  test("an acceptor that forgets its promise and what it accepted in a crash", () => {
    const good = paxos({ ...duel, retryMs: [20, 60] });
    const forgetful: typeof good = { ...good, start: (self, _saved, out) => good.start(self, null, out) };
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol: forgetful }, [agreement], { ...everything, untilMs: 600 });
    expect(failingSeeds(2000, storm).length).toBeGreaterThan(0);
  });

  test("a proposer that proposes its own value whatever was accepted", () => {
    const promise: PaxosHandlers["promise"] = (state, message, from, out, config) =>
      paxosHandlers.promise(state, { ...message, accepted: null }, from, out, config);
    expect(isCaught({ promise })).toBe(true);
  });

  test("an acceptor that accepts below its promise", () => {
    const accept: PaxosHandlers["accept"] = (state, message, from, out, config) => {
      state.acceptor.promised = null;
      paxosHandlers.accept(state, message, from, out, config);
    };
    expect(isCaught({ accept })).toBe(true);
  });

  test("a learner that counts one acceptor twice", () => {
    const accepted: PaxosHandlers["accepted"] = (state, message, from, out, config) => {
      paxosHandlers.accepted(state, message, from, out, config);
      paxosHandlers.accepted(state, message, `${from}, once more`, out, config);
    };
    expect(isCaught({ accepted })).toBe(true);
  });

  test("a proposal by somebody who is no member is refused, and so is such a learner", () => {
    expect(() => paxos({ proposals: { Z: 1 } })).toThrow("proposals names Z; allowed are A, B, C");
    expect(() => paxos({ proposals: {}, learners: ["Z"] })).toThrow("learners names Z; allowed are A, B, C");
  });
});
