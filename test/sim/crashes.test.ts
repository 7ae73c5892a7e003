/** Crashes, restarts, and what is on the disk afterwards. */
import { describe, expect, test } from "vitest";
import type { Data } from "../../lib/protocol";
import { crash, loseSaves, restart, simulate, tearSaves } from "../../lib/sim";
import type { Fault, Run } from "../../lib/sim";
import { torn } from "../../lib/sim/disk";
import { atBoot, eventsOf, stream, ticker } from "./small";

const network = { latencyMs: 3 };

function ticks(faults: readonly Fault[], untilMs = 100): Run {
  return simulate({ protocol: ticker, faults, untilMs, network });
}

/** What A found saved at each of its boots. */
function found(run: Run): readonly Data[] {
  return eventsOf(run, "start", "A").map(({ saved }) => saved);
}

describe("a crash", () => {
  test("stops timers and handlers, and the state is gone", () => {
    const run = ticks([crash("A", { atMs: 35 })]);
    expect(run.counts.timers).toBe(3);
    expect(run.states).toEqual({ A: null, B: { ticks: 0 } });
    expect(run.saved["A"]).toEqual({ ticks: 3, twice: 6 });
    expect(eventsOf(run, "crash").map(({ at, node }) => [at, node])).toEqual([[35, "A"]]);
  });

  test("loses what arrives while the node is down, not what arrives after", () => {
    const run = simulate({
      protocol: stream(10, 10),
      network,
      faults: [crash("B", { atMs: 25, restartAtMs: 55 })],
    });
    expect(eventsOf(run, "lose").map(({ at, why }) => [at, why])).toEqual([
      [33, "down"],
      [43, "down"],
      [53, "down"],
    ]);
    expect(run.states["B"]).toEqual({ got: [6, 7, 8, 9, 10].map((number) => ({ from: "A", number })) });
  });

  test("a restart boots with what was saved", () => {
    const run = ticks([crash("A", { atMs: 35, restartAtMs: 50 })]);
    expect(found(run)).toEqual([null, { ticks: 3, twice: 6 }]);
    expect(run.states["A"]).toEqual({ ticks: 8 });
  });

  test("a restart can be a fault of its own", () => {
    const together = ticks([crash("A", { atMs: 35, restartAtMs: 50 })]);
    const apart = ticks([crash("A", { atMs: 35 }), restart("A", { atMs: 50 })]);
    expect(apart.trace.events).toEqual(together.trace.events);
  });

  test("at 0 ms keeps the node from ever booting", () => {
    const run = ticks([crash("A", { atMs: 0, restartAtMs: 50 })]);
    expect(run.trace.events[0]).toMatchObject({ kind: "crash", at: 0, node: "A" });
    expect(eventsOf(run, "start", "A").map(({ at }) => at)).toEqual([50]);
  });

  test("of a node that is down already changes nothing", () => {
    const inStep = crash("A", { event: 2, effects: 1, restartAfterMs: 60 });
    const run = ticks([inStep, crash("A", { atMs: 30 })]);
    expect(eventsOf(run, "crash")).toHaveLength(1);
    expect(eventsOf(run, "start", "A").map(({ at }) => at)).toEqual([0, 70]);
  });

  test("of the leader befalls whoever leads then; if nobody does, a note says so", () => {
    const leads = {
      ...ticker,
      view: (state: { ticks: number }) => ({ role: state.ticks > 2 ? "leader" : "follower" }),
    };
    const run = (atMs: number): Run =>
      simulate({ protocol: leads, untilMs: 100, faults: [crash("leader", { atMs, restartAtMs: atMs + 30 })] });
    expect(eventsOf(run(35), "crash").map(({ node }) => node)).toEqual(["A"]);
    expect(eventsOf(run(35), "start", "A").map(({ at }) => at)).toEqual([0, 65]);
    expect(run(5).notes).toEqual([
      'crash("leader", { atMs: 5, restartAtMs: 35 }) did not find anybody: at 5 ms there was no leader',
    ]);
  });
});

describe("a crash within a step keeps a prefix of its effects", () => {
  // A tick saves, sends and sets the timer, in this order.
  const inTick = (effects: number): Run => ticks([crash("A", { event: 2, effects, restartAfterMs: 50 })], 65);

  test("none: neither saved nor sent", () => {
    const run = inTick(0);
    expect(found(run)).toEqual([null, null]);
    expect(run.counts.sent).toBe(0);
  });

  test("one: saved, not sent", () => {
    const run = inTick(1);
    expect(found(run)).toEqual([null, { ticks: 1, twice: 2 }]);
    expect(run.counts.sent).toBe(0);
  });

  test("two: saved and sent, but the timer is gone with the crash", () => {
    const run = inTick(2);
    expect(run.counts).toMatchObject({ sent: 1, delivered: 1 });
    expect(eventsOf(run, "timer")).toHaveLength(1);
  });

  test("the step's event says how many took place, never more than there were", () => {
    expect([0, 1, 2, 3, 9].map((effects) => eventsOf(inTick(effects), "timer")[0]!.effectsKept)).toEqual([
      0, 1, 2, 3, 3,
    ]);
  });

  test("the first event is the boot, and events go on being counted after a restart", () => {
    const run = ticks([crash("A", { event: 1, effects: 0, restartAfterMs: 5 }), crash("A", { event: 3, effects: 1 })]);
    expect(eventsOf(run, "crash").map(({ at }) => at)).toEqual([0, 15]);
  });
});

describe("what a crash leaves on the disk", () => {
  const after = (saved: "kept" | "previous" | "torn" | "lost"): Run =>
    ticks([crash("A", { atMs: 35, restartAtMs: 50, saved })], 55);

  test("kept", () => expect(found(after("kept"))[1]).toEqual({ ticks: 3, twice: 6 }));
  test("previous: the last save is gone", () => expect(found(after("previous"))[1]).toEqual({ ticks: 2, twice: 4 }));
  test("torn: half of the last save is there", () => expect(found(after("torn"))[1]).toEqual({ ticks: 3, twice: 4 }));
  test("lost: nothing is there", () => expect(found(after("lost"))[1]).toBe(null));
  test("the trace says what the disk holds then, if it was spoiled", () => {
    const fates = (run: Run): readonly unknown[] =>
      eventsOf(run, "save").flatMap(({ fate, saved }) => (fate ? [[fate, saved]] : []));
    expect(fates(after("kept"))).toEqual([]);
    expect(fates(after("previous"))).toEqual([["lost", { ticks: 2, twice: 4 }]]);
    expect(fates(after("torn"))).toEqual([["torn", { ticks: 3, twice: 4 }]]);
    expect(fates(after("lost"))).toEqual([["lost", null]]);
  });
});

describe("a disk that lies", () => {
  test("loses what is saved, and the node does not know it", () => {
    const run = ticks([loseSaves("A", { atMs: 15, untilMs: 35 }), crash("A", { atMs: 36, restartAtMs: 50 })], 55);
    expect(found(run)[1]).toEqual({ ticks: 1, twice: 2 });
    expect(eventsOf(run, "save").map(({ fate }) => fate)).toEqual([undefined, "lost", "lost"]);
    expect(eventsOf(run, "condition").map(({ what }) => what)).toEqual(["loses what it saves", "saves again"]);
  });

  test("tears what is saved", () => {
    const run = ticks([tearSaves("A", { atMs: 25, untilMs: 35 }), crash("A", { atMs: 36, restartAtMs: 50 })], 55);
    expect(found(run)[1]).toEqual({ ticks: 3, twice: 4 });
  });

  test("a torn save: the first half is new, the rest as before", () => {
    expect(torn({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 })).toEqual({ a: 2, b: 2, c: 1 });
    expect(torn([1, 1, 1], [2, 2, 2, 2])).toEqual([2, 2, 1]);
    expect(torn([], [2, 2])).toEqual([2]);
    expect(torn(null, { a: 1 })).toBe(null);
    expect(torn(1, 2)).toBe(1);
    expect(torn([1], { a: 1 })).toEqual([1]);
  });
});

test("an operation that was open when its node crashed stays open", () => {
  const protocol = atBoot((out) => out.invoke("buy"));
  const { history } = simulate({ protocol, faults: [crash("A", { atMs: 5, restartAtMs: 9 })] });
  expect(history.map(({ invoked, returned }) => [invoked, returned])).toEqual([
    [0, undefined],
    [9, undefined],
  ]);
});
