/** Heartbeats with a time limit: complete always, accurate where the limit is right, or becomes it. */
import { describe, expect, test } from "vitest";
import { crash, explore, heartbeatDetector, heartbeatDetectorWith, heartbeatHandlers, pause, simulate } from "distlab";
import type { HeartbeatState, Run } from "distlab";
import {
  deadAreSuspected,
  livingAreTrusted,
  nobodyAliveIsSuspected,
  someoneIsSuspected,
} from "../../lib/protocols/heartbeat";
import { expectTrace } from "../traces";
import { stormFaults } from "./storm";

const states = (run: Run): readonly HeartbeatState[] =>
  Object.values(run.states).flatMap((state) => (state === null ? [] : [state as HeartbeatState]));
const falseAlarms = (run: Run): number => states(run).reduce((sum, state) => sum + state.falseAlarms, 0);
const suspects = (run: Run): readonly string[][] => states(run).map((state) => state.suspected);

describe("a failure detector of heartbeats (Chandra and Toueg 1996)", () => {
  test("a crashed node is suspected by all, once the time limit has passed, and nobody else is", () => {
    const run = simulate({
      protocol: heartbeatDetector(),
      network: { latencyMs: 10 },
      faults: [crash("C", { atMs: 150 })],
      properties: [nobodyAliveIsSuspected],
      untilMs: 400,
    });
    expect(run.violation).toBeUndefined();
    expect(suspects(run)).toEqual([["C"], ["C"]]);
    expectTrace(run.trace, "heartbeat-a-node-dies");
  });

  test("it takes between the time limit less a period and the time limit, and a delay, to find a crash", () => {
    for (const [atMs, foundMs] of [
      [1001, 1260],
      [1099, 1260],
    ] as const) {
      const run = simulate({
        protocol: heartbeatDetector(),
        network: { latencyMs: 10 },
        faults: [crash("C", { atMs })],
        until: (world) => (world.state("A") as HeartbeatState).suspected.length > 0,
      });
      expect(run.trace.events.at(-1)?.at).toBe(foundMs);
    }
  });

  test("a node that pauses for longer than the limit is suspected, and trusted when it speaks again", () => {
    const faults = [pause("C", { atMs: 1001, untilMs: 1500 })];
    const run = simulate({ protocol: heartbeatDetector(), faults, untilMs: 3000 });
    expect(suspects(run)).toEqual([[], [], []]);
    expect(states(run).map((state) => state.falseAlarms)).toEqual(expect.arrayContaining([1, 1]));
  });

  test("the trade: the shorter the limit, the more false alarms", () => {
    const alarms = [110, 150, 200, 310].map((timeoutMs) =>
      falseAlarms(
        simulate({
          protocol: heartbeatDetector({ timeoutMs }),
          network: { latencyMs: [0, 200] },
          trace: false,
          untilMs: 20_000,
        }),
      ),
    );
    expect(alarms.at(-1)).toBe(0);
    alarms.slice(1).forEach((count, index) => expect(count).toBeLessThanOrEqual(alarms[index]!));
    expect(alarms[0]).toBeGreaterThan(100);
  });

  test("◇P: with a limit that grows, false alarms come to an end; with a fixed one they go on", () => {
    const alarms = (growthMs: number, untilMs: number): number =>
      falseAlarms(
        simulate({
          protocol: heartbeatDetector({ timeoutMs: 120, growthMs }),
          network: { latencyMs: [0, 400] },
          trace: false,
          untilMs,
        }),
      );
    // A silence lasts at most a period and the whole spread of the delays, 500 ms: eight times fifty above 120.
    expect(alarms(50, 600_000)).toBeLessThanOrEqual(6 * 8);
    expect(alarms(0, 60_000)).toBeGreaterThan(alarms(0, 30_000) * 1.9);
    expect(alarms(0, 60_000)).toBeGreaterThan(10 * 6 * 8);
  });

  test("a restarted node knows the limits that it has learned", () => {
    const protocol = heartbeatDetector({ members: 2, timeoutMs: 120, growthMs: 50 });
    const run = simulate({
      protocol,
      network: { latencyMs: [0, 400] },
      faults: [crash("A", { atMs: 20_000, restartAtMs: 20_001 })],
      untilMs: 20_002,
    });
    expect((run.states["A"] as HeartbeatState).timeoutsMs["B"]).toBeGreaterThan(200);
  });

  test("in synchronous time every interleaving of three nodes is accurate, and a crash does not stay unseen", () => {
    const verdict = explore({ protocol: heartbeatDetector(), faults: { crashes: 1 } });
    expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held"]);
    expect(verdict.distinct).toMatchInlineSnapshot(`364`);
  });

  test("in asynchronous time no time limit is accurate: the shortest false alarm", () => {
    const { counterexample } = explore({
      protocol: heartbeatDetector({ members: 2 }),
      time: "asynchronous",
      firings: 3,
    });
    expect(counterexample?.sentence).toMatch(/suspects ., which lives/);
    expectTrace(counterexample!.trace, "heartbeat-in-asynchronous-time");
  });

  test("where two heartbeats may be lost it stays complete, and no false suspicion is for good", () => {
    for (const growthMs of [0, 100]) {
      const verdict = explore({
        protocol: heartbeatDetector({ members: 2, timeoutMs: 150, growthMs }),
        properties: [someoneIsSuspected, deadAreSuspected, livingAreTrusted],
        time: "synchronous",
        faults: { crashes: 1, drops: 2 },
      });
      expect(verdict.verdicts.map(({ outcome }) => outcome)).toEqual(["held", "held", "held"]);
      if (growthMs > 0) expect(verdict.distinct).toMatchInlineSnapshot(`295`);
    }
  });

  test("1,000 seeds of loss, copies, reordering, partitions, pauses and skew, and a crash: once the weather is good, whoever lives is trusted and whoever died is not", () => {
    const wrong: number[] = [];
    for (let seed = 1; seed <= 1000; seed++) {
      const storm = stormFaults(seed, ["A", "B", "C"], { partitions: true, pauses: true, skew: true });
      const run = simulate({
        protocol: heartbeatDetector({ members: 4, growthMs: 100 }),
        network: { latencyMs: [1, 80], loss: 0.02, duplication: 0.1, reordering: 0.1 },
        faults: [...storm, crash("D", { atMs: 1000 })],
        seed,
        trace: false,
        untilMs: 10_000,
      });
      if (suspects(run).some((list) => list.join() !== "D") || falseAlarms(run) > 60) wrong.push(seed);
    }
    expect(wrong).toEqual([]);
  });

  test.each([{ periodMs: 0 }, { timeoutMs: -1 }, { growthMs: NaN }])("%o is refused", (options) => {
    expect(() => heartbeatDetector(options)).toThrow(`${Object.keys(options)[0]} is ${Object.values(options)[0]}`);
  });
});

describe("broken twins of the heartbeat detector are caught", () => {
  test("one that never trusts again", () => {
    const stubborn = heartbeatDetectorWith({
      heartbeat: (state, from, out) =>
        out.setTimer(`silence of ${from}`, [state.timeoutsMs[from]!, state.timeoutsMs[from]!]),
    });
    const { counterexample } = explore({
      protocol: stubborn({ members: 2, timeoutMs: 150 }),
      properties: [livingAreTrusted, someoneIsSuspected],
      faults: { drops: 1 },
    });
    expect(counterexample?.sentence).toContain(livingAreTrusted.name);
    expectTrace(counterexample!.trace, "heartbeat-that-never-trusts-again");
  });

  test("one that trusts again and forgets to wait for the next heartbeat: a later crash stays unseen", () => {
    const forgetful = heartbeatDetectorWith({
      heartbeat(state, from, out, config) {
        if (state.suspected.includes(from)) state.suspected = state.suspected.filter((node) => node !== from);
        else heartbeatHandlers.heartbeat(state, from, out, config);
      },
    });
    const { counterexample } = explore({
      protocol: forgetful({ members: 2, timeoutMs: 150 }),
      properties: [deadAreSuspected],
      faults: { crashes: { B: 1 }, drops: 1 },
    });
    expect(counterexample?.sentence).toContain(deadAreSuspected.name);
    expectTrace(counterexample!.trace, "heartbeat-that-forgets-to-wait-again");
  });
});
