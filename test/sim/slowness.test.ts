/** Nodes that are paused or slow, and clocks that are wrong. */
import { describe, expect, test } from "vitest";
import { clock, crash, pause, simulate, slow } from "../../lib/sim";
import type { Fault, Run } from "../../lib/sim";
import type { Protocol } from "../../lib/protocol";
import { eventsOf, stream, ticker } from "./small";

const network = { latencyMs: 3 };

function streamed(faults: readonly Fault[]): Run {
  return simulate({ protocol: stream(10, 10), network, faults });
}

const deliveredAt = (run: Run): readonly number[] => eventsOf(run, "deliver", "B").map(({ at }) => at);

describe("a pause", () => {
  test("what comes waits, and is handled in order when the node goes on", () => {
    const run = streamed([pause("B", { atMs: 30, untilMs: 60 })]);
    expect(deliveredAt(run)).toEqual([13, 23, 60, 60, 60, 63, 73, 83, 93, 103]);
    expect(run.states["B"]).toEqual({
      got: Array.from({ length: 10 }, (_, index) => ({ from: "A", number: index + 1 })),
    });
    expect(eventsOf(run, "pause").map(({ at }) => at)).toEqual([30]);
    expect(eventsOf(run, "resume").map(({ at }) => at)).toEqual([60]);
  });

  test("timers wait too", () => {
    const run = simulate({ protocol: ticker, network, untilMs: 65, faults: [pause("A", { atMs: 15, untilMs: 45 })] });
    expect(eventsOf(run, "timer").map(({ at }) => at)).toEqual([10, 45, 55, 65]);
  });

  test("two pauses that overlap are one", () => {
    const run = streamed([pause("B", { atMs: 30, untilMs: 50 }), pause("B", { atMs: 40, untilMs: 60 })]);
    expect(eventsOf(run, "resume").map(({ at }) => at)).toEqual([60]);
  });

  test("a crash ends it: what waited is lost, and the node that boots is not paused", () => {
    const run = streamed([pause("B", { atMs: 30, untilMs: 90 }), crash("B", { atMs: 50, restartAtMs: 60 })]);
    expect(eventsOf(run, "lose").map(({ at }) => at)).toEqual([50, 50, 53]);
    expect(deliveredAt(run)).toEqual([13, 23, 63, 73, 83, 93, 103]);
    expect(eventsOf(run, "resume")).toHaveLength(0);
  });

  test("at 0 ms keeps the node from booting until it is over", () => {
    const run = streamed([pause("B", { atMs: 0, untilMs: 20 })]);
    expect(eventsOf(run, "start", "B").map(({ at }) => at)).toEqual([20]);
    expect(deliveredAt(run).slice(0, 2)).toEqual([20, 23]);
  });

  test("a timer that is cancelled by what waited before it does not fire", () => {
    const protocol: Protocol<null, string, "late"> = {
      name: "cancels",
      members: ["A", "B"],
      start(self, _saved, out) {
        if (self === "A") out.send("B", "stop");
        else out.setTimer("late", [20, 20]);
        return null;
      },
      onMessage: (_state, _message, _from, out) => out.cancelTimer("late"),
      onTimer() {
        throw new Error("it was cancelled");
      },
    };
    const run = simulate({ protocol, network, faults: [pause("B", { atMs: 1, untilMs: 50 })] });
    expect(run.why).toBe("quiet");
  });
});

describe("a slow node", () => {
  test("handles everything late by delayMs, in order", () => {
    const run = streamed([slow("B", { atMs: 30, untilMs: 60, delayMs: 15 })]);
    expect(deliveredAt(run)).toEqual([13, 23, 48, 58, 68, 68, 73, 83, 93, 103]);
  });

  test("needs busyMs for each, so that what comes faster piles up", () => {
    const run = streamed([slow("B", { atMs: 30, untilMs: 60, busyMs: 25 })]);
    // The third to fifth need 25 ms each, and those behind them wait until they are through.
    expect(deliveredAt(run)).toEqual([13, 23, 58, 83, 108, 108, 108, 108, 108, 108]);
  });

  test("a crash takes what it had not got round to, even if the node is up again", () => {
    const faults = [slow("B", { atMs: 0, untilMs: 40, delayMs: 30 }), crash("B", { atMs: 20, restartAtMs: 25 })];
    const run = streamed(faults);
    expect(eventsOf(run, "lose").map(({ id, why }) => [id, why])).toEqual([
      [2, "down"],
      [1, "down"],
    ]);
  });

  test("a timer that it resets before it gets round to it fires once", () => {
    const run = simulate({
      protocol: ticker,
      network,
      untilMs: 100,
      faults: [slow("A", { atMs: 0, untilMs: 50, delayMs: 7 })],
    });
    expect(eventsOf(run, "timer").map(({ at }) => at)).toEqual([17, 34, 51, 61, 71, 81, 91]);
  });
});

/** Reads its clock every 100 ms by that clock. */
const reader: Protocol<{ read: number[] }, string, "read"> = {
  name: "reader",
  members: ["A"],
  start(_self, _saved, out) {
    out.setTimer("read", [100, 100]);
    return { read: [out.localTime] };
  },
  onMessage() {},
  onTimer(state, _timer, out) {
    state.read.push(out.localTime);
    out.setTimer("read", [100, 100]);
  },
};

describe("a clock", () => {
  const readings = (faults: readonly Fault[], untilMs = 350): readonly number[] =>
    (simulate({ protocol: reader, faults, untilMs }).states["A"] as { read: number[] }).read;
  const firings = (faults: readonly Fault[], untilMs = 350): readonly number[] =>
    eventsOf(simulate({ protocol: reader, faults, untilMs }), "timer").map(({ at }) => at);

  test("shows the true time", () => expect(readings([])).toEqual([0, 100, 200, 300]));
  test("can be ahead from the beginning, also at the boot", () =>
    expect(readings([clock("A", { skewMs: 40 })])).toEqual([40, 140, 240, 340]));
  test("can jump back", () => expect(readings([clock("A", { atMs: 150, jumpMs: -120 })])).toEqual([0, 100, 80, 180]));
  test("a jump does not move timers", () =>
    expect(firings([clock("A", { atMs: 150, jumpMs: -120 })])).toEqual([100, 200, 300]));
  test("that runs at double speed shows double, and its timers fire twice as often", () => {
    expect(readings([clock("A", { driftPpm: 1_000_000 })], 170)).toEqual([0, 100, 200, 300]);
    expect(firings([clock("A", { driftPpm: 1_000_000 })], 170)).toEqual([50, 100, 150]);
  });
  test("that drifts and is set keeps its rate", () =>
    expect(readings([clock("A", { driftPpm: 1_000_000 }), clock("A", { atMs: 60, skewMs: 0 })], 120)).toEqual([
      0, 100, 140,
    ]));
  test("what was read is in the trace", () => {
    const [event] = eventsOf(
      simulate({ protocol: reader, untilMs: 150, faults: [clock("A", { skewMs: 40 })] }),
      "timer",
    );
    expect(event!.clockMs).toBe(140);
  });
});
