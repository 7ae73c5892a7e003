/** PBFT: three rounds, a primary that is silent, and one that says different things to different replicas. */
import { describe, expect, test } from "vitest";
import { byzantine, crash, explore, simulate } from "distlab";
import type { Data, Exploration, ExploreOptions, NodeId, Protocol, Run, World } from "distlab";
import { pbft, sameOrder, somethingIsExecuted } from "../../lib/protocols/pbft";
import type { PbftMessage, PbftOptions, PbftState, PreparedCertificate } from "../../lib/protocols/pbft";
import { expectTrace } from "../traces";
import { failingSeeds, stormFaults } from "./storm";

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
  test("1000 seeds of copies, reordering, pauses and skew: no two honest replicas execute different requests", () => {
    const honest = pbft({ patienceMs: 100 });
    const storm = (seed: number): Run =>
      simulate({
        protocol: { A: equivocator, B: honest, C: honest, D: honest } as never,
        seed,
        network: { latencyMs: [1, 60], duplication: 0.1, reordering: 0.2 },
        faults: stormFaults(seed, ["B", "C", "D"], { pauses: true, skew: true, untilMs: 600 }),
        properties: [sameOrder],
        untilMs: 2000,
        trace: false,
        onFailure: "report",
      });
    expect(failingSeeds(1000, storm)).toEqual([]);
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

/** A traitor that leads view 0, says to each replica what is in `words`, and is silent ever after. */
function silentAfter(
  words: readonly (readonly [to: NodeId, kind: "PrePrepare" | "Commit", requests: readonly Data[]])[],
) {
  const traitor: Protocol<{ hasHeard: boolean }, PbftMessage> = {
    name: "silent traitor",
    start(_self, _saved, out) {
      for (const [to, kind, requests] of words) {
        out.send(to, { kind, view: 0, sequence: 1, request: out.choose(requests) });
      }
      return { hasHeard: false };
    },
    onMessage(state) {
      state.hasHeard = true;
    },
  };
  const honest = pbft({ patienceMs: 100 });
  return { A: traitor, B: honest, C: honest, D: honest };
}

/** What reaches the silent traitor changes nothing, so that it need not reach it. */
function upToView(last: number) {
  return (world: World): boolean =>
    world.nodes.every((node) => {
      const state = world.state(node) as PbftState | { hasHeard: boolean };
      return "view" in state ? state.view <= last : !state.hasHeard;
    });
}

function everything(options: ExploreOptions): Exploration {
  return explore({
    properties: [sameOrder, somethingIsExecuted],
    time: "asynchronous",
    network: "ordered",
    ...options,
  });
}

describe("every run of four replicas, one request and links that keep their order", () => {
  test("without a fault, in view 0", () => {
    const found = everything({ protocol: pbft(), firings: 0 });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 96_548]);
  });

  test("with a primary that names x or y to each of the others, and is silent: nobody is led astray in view 0", () => {
    const either = ["B", "C", "D"].map((to) => [to, "PrePrepare", ["x", "y"]] as const);
    const found = everything({ protocol: silentAfter(either), within: upToView(0), firings: 0 });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 27_008]);
  });

  test("with a primary that never says a word: the next one is elected, and the request is executed", () => {
    const found = everything({ protocol: silentAfter([]), within: upToView(1) });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 2381]);
  });

  /** D has heard nothing from the primary, C can execute before the view changes, B leads the next one. */
  const half = (request: Data): ReturnType<typeof silentAfter> =>
    silentAfter([
      ["B", "PrePrepare", [request]],
      ["C", "PrePrepare", [request]],
      ["C", "Commit", [request]],
    ]);

  test("with a primary that dies when one replica can execute: what that one executed survives the view change", () => {
    const found = everything({ protocol: half("x"), within: upToView(1), firings: 2 });
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 261_772]);
  });

  test("a new primary that ignores what was prepared executes something else under the same number", () => {
    const { counterexample } = everything({
      protocol: half("y"),
      within: upToView(1),
      firings: 2,
      knockedOut: ["a new view begins with what was prepared"],
    });
    expect([counterexample?.property, counterexample?.steps]).toEqual([sameOrder.name, 29]);
    expectTrace(counterexample!.trace, "pbft-that-forgets-what-was-prepared");
  });
});

/**
 * B helps C to execute x in view 0, and leads view 1. There it names y, and only then shows the proof, which it cannot
 * forge, that x was prepared; and it swears to whatever it has named.
 */
const usurper: Protocol<{ changes: { [from: NodeId]: PreparedCertificate[] }; leads: boolean }, PbftMessage> = {
  name: "usurper",
  start(_self, _saved, out) {
    const words = [
      ["A", "Prepare"],
      ["C", "Prepare"],
      ["C", "Commit"],
    ] as const;
    for (const [to, kind] of words) out.send(to, { kind, view: 0, sequence: 1, request: "x" });
    return { changes: {}, leads: false };
  },
  onMessage(state, message, from, out) {
    if (message.kind !== "ViewChange" || state.leads) return;
    state.changes[from] = message.prepared;
    if (Object.keys(state.changes).length < 3) return;
    state.leads = true;
    for (const to of ["A", "D"]) {
      for (const kind of ["PrePrepare", "Commit"] as const) out.send(to, { kind, view: 1, sequence: 1, request: "y" });
      out.send(to, { kind: "NewView", view: 1, changes: state.changes });
    }
  },
};

/**
 * Up to view 1. D hears nothing of view 0, A no commit there, C nothing of view 1, and only C hears who else wants
 * another primary: these are the words that matter, and so there are not too many runs.
 */
function whatMatters(world: World): boolean {
  const [a, c, d] = ["A", "C", "D"].map((node) => world.state(node) as PbftState);
  const wantsAlone = ({ self, active, changes }: PbftState): boolean =>
    active || Object.keys(changes["1"] ?? {}).every((name) => name === self);
  const hearsNoCommit = a!.slots["0/1"]!.commits.every(({ by }) => by.every((name) => name === "A"));
  const hearsNoOtherView = c!.slots["1/1"] === undefined && d!.slots["0/1"] === undefined;
  const isEarly = [a!, c!, d!].every(({ view }) => view <= 1);
  return isEarly && wantsAlone(a!) && wantsAlone(d!) && hearsNoCommit && hearsNoOtherView;
}

describe("a traitor who leads view 1 and names another request than the one that was prepared", () => {
  const honest = pbft({ patienceMs: 100 });
  const options = {
    protocol: { A: honest, B: usurper, C: honest, D: honest } as never,
    within: whatMatters,
    firings: 2,
  };

  test("is not believed", () => {
    const found = everything(options);
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 245_195]);
  });

  test("is believed by replicas that keep what it said before it showed the proof", () => {
    const knockedOut = ["a new primary proposes again what was prepared"];
    const { counterexample } = everything({ ...options, knockedOut });
    expect([counterexample?.property, counterexample?.steps]).toEqual([sameOrder.name, 30]);
    expectTrace(counterexample!.trace, "pbft-that-does-not-look-at-the-proof");
  });
});

test("a quorum that no number of replicas can be is refused", () => {
  expect(() => pbft({ quorum: 5 })).toThrow("quorum is 5; allowed is a whole number from 1 to 4");
});
