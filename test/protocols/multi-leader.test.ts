/** Several leaders: everybody is answered, the copies come together again, and what that costs. */
import { describe, expect, test } from "vitest";
import { always, explore, multiLeader, multiLeaderRules, multiLeaderWith, partition, simulate } from "distlab";
import type { LeaderState, LeaderVersion, MultiLeaderOptions, MultiLeaderState, Run } from "distlab";
import { quietMeansEqual, replicasCanAgree, somethingIsStored } from "../../lib/protocols/multi-leader";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const read = (at: string) => ({ kind: "read", at }) as const;
const write = (value: string, at: string) => ({ kind: "write", value, at }) as const;

const held = (run: Run, replicas: readonly string[]): unknown[] =>
  replicas.map((node) => (run.states[node] as LeaderState).versions.map(({ value }) => value));

/** Ann is on A's side of the cut and Ben on C's; both write. */
const bothSides = (conflicts: NonNullable<MultiLeaderOptions["conflicts"]>): Run =>
  simulate({
    protocol: multiLeader({ conflicts, clients: { ann: [write("red", "A")], ben: [write("blue", "C")] } }),
    faults: [
      partition(
        [
          ["A", "ann"],
          ["B", "C", "ben"],
        ],
        { atMs: 0, healAtMs: 300 },
      ),
    ],
    network: { latencyMs: 5 },
    untilMs: 1000,
  });

describe("multi-leader replication (Saito and Shapiro 2005)", () => {
  test("a write at one replica is read at another, a little later", () => {
    const protocol = multiLeader({
      clients: { ann: [write("red", "A")], ben: [read("C"), read("C")] },
      pauseMs: [8, 8],
    });
    const run = simulate({ protocol, network: { latencyMs: 5 }, untilMs: 500 });
    expect(run.history.map(({ result }) => result)).toEqual([null, null, "red"]);
    expectTrace(run.trace, "multi-leader");
  });

  test("both sides of a cut answer; afterwards all hold one value, and the other acknowledged one is gone", () => {
    const run = bothSides("last write wins");
    expect(run.history.every(({ returned }) => returned !== undefined && returned < 100)).toBe(true);
    expect(held(run, ["A", "B", "C"])).toEqual([["blue"], ["blue"], ["blue"]]);
  });

  test("where all are kept, both values stay until a write has seen both", () => {
    expect(held(bothSides("keep all"), ["A", "B", "C"])).toEqual([
      ["red", "blue"],
      ["red", "blue"],
      ["red", "blue"],
    ]);
    const later = { ann: [write("red", "A"), write("green", "B")], ben: [write("blue", "C")] };
    const run = simulate({
      protocol: multiLeader({ conflicts: "keep all", clients: later, pauseMs: [30, 30] }),
      untilMs: 500,
    });
    expect(held(run, ["A", "B", "C"])).toEqual([["green"], ["green"], ["green"]]);
  });

  test.each([
    ["last write wins", 264],
    ["keep all", 312],
  ] as const)("exhaustively, two replicas and two writers, %s: they can always come to agree", (conflicts, states) => {
    const clients = { ann: [write("red", "A")], ben: [write("blue", "B")] };
    const found = explore({
      protocol: multiLeader({ replicas: 2, conflicts, clients }),
      firings: 2,
      properties: [quietMeansEqual, replicasCanAgree, arrivedMeansEqual, somethingIsStored],
    });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, states]);
  });

  test.each([
    ["last write wins", { drops: 1 }, 4569],
    ["last write wins", { crashes: { A: 1 }, restarts: { A: 1 } }, 14_527],
    ["last write wins", { duplicates: 1 }, 60_110],
    ["keep all", { drops: 1 }, 5480],
    ["keep all", { crashes: { A: 1 }, restarts: { A: 1 } }, 17_199],
    ["keep all", { duplicates: 1 }, 88_092],
  ] as const)("exhaustively, %s, with %j: they can always come to agree", (conflicts, faults, distinct) => {
    const clients = { ann: [write("red", "A")], ben: [write("blue", "B")] };
    const found = explore({
      protocol: multiLeader({ replicas: 2, conflicts, clients }),
      firings: 3,
      properties: [quietMeansEqual, replicasCanAgree, somethingIsStored],
      faults,
    });
    expect([found.holds, found.complete, found.distinct]).toEqual([true, true, distinct]);
  });

  test("1000 seeds of loss, copies, reordering, crashes and partitions: when it is quiet, all hold the same", () => {
    const clients = { ann: [write("a1", "A"), write("a2", "B")], ben: [write("b1", "C"), write("b2", "A")] };
    const protocol = multiLeader({ conflicts: "keep all", clients, pauseMs: [10, 200] });
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol }, [quietMeansEqual, somethingIsStored], {
        crashes: true,
        partitions: true,
        skew: true,
      });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });
});

/** Where no message is lost, the replicas need not wait for a timer: what has arrived is enough. */
const arrivedMeansEqual = always<MultiLeaderState>("when every message has arrived, all hold the same", (world) => {
  const [one, other] = ["A", "B"].map((node) => (world.state(node) as LeaderState).versions.map(({ tag }) => tag));
  return world.messages.length > 0 || JSON.stringify(one) === JSON.stringify(other);
});

describe("a rule that depends on the order of arrival", () => {
  const firstToArrive = (mine: readonly LeaderVersion[], theirs: readonly LeaderVersion[]): readonly LeaderVersion[] =>
    mine.length === 0 ? theirs : mine;

  test("leaves replicas that can never agree", () => {
    const clients = { ann: [write("red", "A")], ben: [write("blue", "B")] };
    const protocol = multiLeaderWith({ merge: firstToArrive })({ replicas: 2, clients });
    const found = explore({ protocol, properties: [arrivedMeansEqual], firings: 2 });
    expect(found.counterexample?.property).toBe(arrivedMeansEqual.name);
    expectTrace(found.counterexample!.trace, "multi-leader-first-to-arrive");
  });

  test("the two rules of the library do not: in either order, and told twice", () => {
    const versions = ["A", "B", "C"].map((writer, index): LeaderVersion => ({
      value: writer,
      seen: { [writer]: index + 1 },
      tag: { clock: index + 1, writer },
    }));
    for (const { merge } of Object.values(multiLeaderRules)) {
      const [one, two, three] = versions.map((version) => [version]) as [
        LeaderVersion[],
        LeaderVersion[],
        LeaderVersion[],
      ];
      const whole = merge(merge(one, two), three);
      expect(merge(three, merge(two, one))).toEqual(whole);
      expect(merge(whole, two)).toEqual(whole);
    }
  });
});

test("a client of a replica that does not exist is refused", () => {
  expect(() => multiLeader({ clients: { ann: [read("Z")] } })).toThrow("ann asks Z; allowed are the replicas A, B, C");
  expect(() => multiLeader({ clients: {}, spreadMs: 0 })).toThrow("spreadMs is 0; allowed is a time above 0");
});
