/** States that a trace does not hold are found again from what each node was given. */
import { describe, expect, test } from "vitest";
import { crash, simulate } from "../../lib/sim";
import { snapshots, viewOf } from "../../lib/trace/replay";
import type { Trace } from "../../lib/trace/trace";
import { chatter } from "../sim/chatter";
import { ticker } from "../sim/small";

describe("snapshots", () => {
  test("give each node's state after each of its events, null after a crash", () => {
    const run = simulate({
      protocol: ticker,
      untilMs: 25,
      faults: [crash("A", { atMs: 22, restartAtMs: 24 })],
      network: { latencyMs: 3 },
    });
    const ofA = snapshots(run).filter(({ node }) => node === "A");
    expect(ofA.map(({ event, state }) => [run.trace.events[event]!.kind, state])).toEqual([
      ["start", { ticks: 0 }],
      ["timer", { ticks: 1 }],
      ["timer", { ticks: 2 }],
      ["crash", null],
      ["start", { ticks: 2 }],
    ]);
  });

  test("of a step in which the node crashed are left out: the crash follows", () => {
    const run = simulate({ protocol: ticker, untilMs: 25, faults: [crash("A", { event: 2, effects: 1 })] });
    const ofA = snapshots(run).filter(({ node }) => node === "A");
    expect(ofA.map(({ event }) => run.trace.events[event]!.kind)).toEqual(["start", "crash"]);
  });

  test("see the same choices and clocks as the run, and leave its states alone", () => {
    const run = simulate({ protocol: chatter(["A", "B", "C"]), untilMs: 200, seed: 5 });
    const first = snapshots(run);
    expect(snapshots(run)).toEqual(first);
    for (const node of ["A", "B", "C"]) {
      expect(first.findLast((snapshot) => snapshot.node === node)!.state).toEqual(run.states[node]);
    }
  });

  test("throw where a protocol is not pure", () => {
    let boots = 0;
    const impure = { ...ticker, onMessage: () => (boots += 1) > 0 && fail() };
    const fail = (): never => {
      throw new Error("not twice");
    };
    const trace: Trace = {
      nodes: ["A"],
      time: "ms",
      origin: "",
      events: [
        { kind: "start", at: 0, node: "A", saved: null },
        { kind: "deliver", at: 1, node: "A", from: "B", id: 1, message: { kind: "Note", number: 1 } },
      ],
    };
    expect(() => snapshots({ trace, protocols: { A: impure as unknown as typeof ticker } })).toThrow(
      "onMessage(Note from B) on node A threw Error: not twice",
    );
  });
});

test("a view is the protocol's own, or all fields of the state", () => {
  expect(viewOf(chatter(["A"]), { self: "A", next: 3 })).toEqual({ role: "leader", fields: { next: 3 } });
  expect(viewOf(ticker, { ticks: 3 })).toEqual({ fields: { ticks: 3 } });
  expect(viewOf(ticker, 5)).toEqual({ fields: { state: 5 } });
  expect(viewOf(ticker, null)).toEqual({});
  expect(viewOf(undefined, { ticks: 3 })).toEqual({});
});
