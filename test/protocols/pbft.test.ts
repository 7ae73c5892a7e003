/** PBFT: three rounds, a primary that is silent, and one that says different things to different replicas. */
import { describe, expect, test } from "vitest";
import { byzantine, crash, explore, simulate } from "distlab";
import type { Data, Protocol, Run } from "distlab";
import { pbft, sameOrder } from "../../lib/protocols/pbft";
import type { PbftMessage, PbftOptions, PbftState } from "../../lib/protocols/pbft";
import { without } from "../../lib/protocols/broken/broken-protocol";
import { expectTrace } from "../traces";
import { failingSeeds } from "./storm";

function executed(run: Run): Data[] {
  return Object.values(run.states).flatMap((state) => (state === null ? [] : [(state as PbftState).executed]));
}

test("four replicas execute a request after three rounds", () => {
  const run = simulate({ protocol: pbft(), network: { latencyMs: 10 } });
  expect(executed(run)).toEqual([["x"], ["x"], ["x"], ["x"]]);
  expectTrace(run.trace, "pbft");
});

test.each([4, 7, 10, 13])("%i replicas need (n-1) + (n-1)² + n(n-1) messages a request", (n) => {
  const run = simulate({ protocol: pbft({ members: n, faulty: (n - 1) / 3 }), trace: false });
  expect(run.counts.sent).toBe(n - 1 + (n - 1) ** 2 + n * (n - 1));
});

test("a primary that is silent is replaced, and its requests are executed", () => {
  const protocol = pbft({ requests: ["x", "y"] });
  const run = simulate({ protocol, faults: [crash("A", { atMs: 0 })], trace: false });
  expect(executed(run)).toEqual([
    ["x", "y"],
    ["x", "y"],
    ["x", "y"],
  ]);
});

const lies = ["x", "y"].flatMap((request) =>
  ["PrePrepare", "Prepare", "Commit"].map((kind) => ({ kind, view: 0, sequence: 1, request })),
);

/** To each replica, in each phase: x, y or silence, as chance will have it. */
const equivocator: Protocol<{ role: string }, PbftMessage> = {
  name: "equivocator",
  start(_self, _saved, out) {
    for (const to of ["B", "C", "D"]) {
      for (const kind of ["PrePrepare", "Prepare", "Commit"] as const) {
        const request = out.choose(["x", "y", "y", null]);
        if (request !== null) out.send(to, { kind, view: 0, sequence: 1, request });
      }
    }
    return { role: "traitor" };
  },
  onMessage() {},
};

/** A is a traitor and the first primary. */
function betrayed(
  options: PbftOptions,
  atMost: number,
  said = ["PrePrepare", "Prepare", "Commit"],
  heard = Infinity,
): Record<string, never> {
  const honest = pbft({ patienceMs: 100, ...options });
  const others = honest.members!.slice(1);
  const traitor = byzantine({
    to: others.slice(0, heard),
    messages: lies.filter((lie) => said.includes(lie.kind)),
    atMost,
  });
  return Object.fromEntries([["A", traitor], ...others.map((name) => [name, honest])]) as Record<string, never>;
}

describe("a primary that says different things to different replicas", () => {
  test("1000 seeds: no two honest replicas execute different requests", () => {
    const honest = pbft({ patienceMs: 100 });
    const storm = (seed: number): Run =>
      simulate({
        protocol: { A: equivocator, B: honest, C: honest, D: honest } as never,
        seed,
        network: { latencyMs: [1, 60], duplication: 0.1 },
        properties: [sameOrder],
        untilMs: 2000,
        trace: false,
        onFailure: "report",
      });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  test("a view change that ignores certificates is caught", () => {
    const good = pbft({ patienceMs: 100 });
    const guards = ["a new view begins with what was prepared"];
    const twin: typeof good = {
      ...good,
      onMessage: (state, message, from, out) => good.onMessage(state, message, from, without({ guards }, out)),
    };
    const storm = (seed: number): Run =>
      simulate({
        protocol: { A: equivocator, B: twin, C: twin, D: twin } as never,
        seed,
        network: { latencyMs: [1, 60] },
        properties: [sameOrder],
        untilMs: 2000,
        trace: false,
        onFailure: "report",
      });
    expect(failingSeeds(3000, storm).length).toBeGreaterThan(0);
  });

  test.each([
    ["a quorum of f + 1", { quorum: 2 }],
    ["three replicas", { members: 3 }],
  ])("with %s it is believed twice", (name, options) => {
    const { counterexample } = explore({
      protocol: betrayed(options, 4, ["PrePrepare", "Commit"], 2),
      properties: [sameOrder],
      time: "asynchronous",
      network: "ordered",
      within: (world) => world.nodes.every((node) => ((world.state(node) as PbftState | null)?.view ?? 0) === 0),
      limits: { states: 1_000_000 },
    });
    expect(counterexample?.property).toBe(sameOrder.name);
    expectTrace(counterexample!.trace, `pbft-with-${name.replaceAll(/[^a-z]+/g, "-")}`);
  });
});

test("a quorum that no number of replicas can be is refused", () => {
  expect(() => pbft({ quorum: 5 })).toThrow("quorum is 5; allowed is a whole number from 1 to 4");
});
