/** Heartbeats judged by phi: the detector learns its time limit, and copies teach it nothing. */
import { describe, expect, test } from "vitest";
import {
  crash,
  duplicate,
  explore,
  heartbeatDetector,
  latency,
  pause,
  phiDetector,
  phiDetectorHandlers,
  phiDetectorWith,
  simulate,
} from "distlab";
import type { PhiDetectorOptions, PhiDetectorState, Run, SimulateOptions } from "distlab";
import { without } from "../../lib/protocols/broken/broken-protocol";
import { expectTrace } from "../traces";
import { stormFaults } from "./storm";

const states = (run: Run): readonly PhiDetectorState[] =>
  Object.values(run.states).flatMap((state) => (state === null ? [] : [state as PhiDetectorState]));
const falseAlarms = (run: Run): number => states(run).reduce((sum, state) => sum + state.falseAlarms, 0);
const suspects = (run: Run): readonly string[] => states(run).map((state) => state.suspected.join());

/** How long after C's crash A suspects it. */
function foundAfterMs(protocol: ReturnType<typeof phiDetector>, network: SimulateOptions["network"] = {}): number {
  const run = simulate({
    protocol,
    network,
    faults: [crash("C", { atMs: 30_001 })],
    until: (world) => (world.state("A") as PhiDetectorState).suspected.includes("C"),
    untilMs: 60_000,
    trace: false,
  });
  expect(run.why).toBe("until");
  return run.endedAtMs - 30_001;
}

/** A detector that takes every copy for a heartbeat. */
const credulous = phiDetectorWith({
  heartbeat: (state, message, from, out, config) =>
    phiDetectorHandlers.heartbeat(
      state,
      message,
      from,
      without({ guards: ["counts each heartbeat once"] }, out),
      config,
    ),
});

describe("a phi accrual failure detector (Hayashibara et al. 2004)", () => {
  test("a crashed node is suspected by all, and nobody else is", () => {
    const run = simulate({
      protocol: phiDetector({ judgeMs: 50 }),
      network: { latencyMs: 10 },
      faults: [crash("C", { atMs: 250 })],
      untilMs: 600,
    });
    expect(suspects(run)).toEqual(["C", "C"]);
    expectTrace(run.trace, "phi-a-node-dies");
  });

  test("a node that never was there is suspected as well", () => {
    const run = simulate({ protocol: phiDetector(), faults: [crash("C", { atMs: 0 })], untilMs: 1000 });
    expect(suspects(run)).toEqual(["C", "C"]);
  });

  test("the limit follows the network: 60 ms after a missed heartbeat where all are punctual, longer where they are not", () => {
    // phi 8 is 5.6 deviations: of 10 ms, the least, or of the 41 ms that two delays from [0, 100] differ by.
    const punctual = foundAfterMs(phiDetector(), { latencyMs: 10 });
    expect(punctual).toBeGreaterThan(156);
    expect(punctual).toBeLessThanOrEqual(180);
    const restless = foundAfterMs(phiDetector(), { latencyMs: [0, 100] });
    expect(restless).toBeGreaterThan(250);
    expect(restless).toBeLessThan(450);
  });

  test("where a fixed limit that is as quick on a punctual network raises false alarms all the time, it raises none", () => {
    const network = { latencyMs: [0, 100] } as const;
    const fixed = simulate({ protocol: heartbeatDetector({ timeoutMs: 160 }), network, trace: false, untilMs: 60_000 });
    const learned = simulate({ protocol: phiDetector(), network, trace: false, untilMs: 60_000 });
    expect(falseAlarms(fixed)).toBeGreaterThan(100);
    expect(falseAlarms(learned)).toBe(0);
  });

  test("the lower the threshold, the sooner a crash is found, and the more false alarms there are", () => {
    const network = { latencyMs: latency.exponential(40) };
    const alarms = [1, 2, 4].map((threshold) =>
      falseAlarms(simulate({ protocol: phiDetector({ threshold }), network, trace: false, untilMs: 60_000 })),
    );
    expect(alarms[0]).toBeGreaterThan(3 * alarms[1]!);
    expect(alarms[1]).toBeGreaterThan(3 * alarms[2]!);
    const found = [1, 2, 4].map((threshold) => foundAfterMs(phiDetector({ threshold }), { latencyMs: 10 }));
    expect(found).toEqual(found.toSorted((left, right) => left - right));
    expect(found[0]).toBeLessThan(found[2]!);
  });

  test("a node that pauses is suspected, and trusted when it speaks again", () => {
    const faults = [pause("C", { atMs: 5001, untilMs: 6000 })];
    const run = simulate({ protocol: phiDetector(), faults, untilMs: 8000 });
    expect(suspects(run)).toEqual(["", "", ""]);
    expect(states(run).map((state) => state.falseAlarms)).toEqual(expect.arrayContaining([1, 1]));
  });

  test("a node that restarts is trusted again, and the time that it was down is no interval", () => {
    const faults = [crash("C", { atMs: 5001, restartAtMs: 9000 })];
    const run = simulate({ protocol: phiDetector(), network: { latencyMs: 10 }, faults, untilMs: 12_000 });
    expect(suspects(run)).toEqual(["", "", ""]);
    const { boot, detector } = (run.states["A"] as PhiDetectorState).heard["C"]!;
    expect(boot).toBe(2);
    expect(Math.max(...detector.intervalsMs)).toBeLessThan(130);
  });

  test("it reads the clock, so that the checker refuses it", () => {
    expect(() => explore({ protocol: phiDetector() })).toThrow(/localTime/);
  });

  test("1,000 seeds of loss, copies, reordering, crashes, pauses, skew and partitions: once the weather is good, the living are trusted and the dead are not", () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 1000; seed++) {
      const weather = { partitions: true, pauses: true, crashes: true, skew: true };
      const run = simulate({
        protocol: phiDetector({ members: 4, window: 50, judgeMs: 50 }),
        network: { latencyMs: [1, 60], loss: 0.02, duplication: 0.2, reordering: 0.1 },
        faults: [...stormFaults(seed, ["A", "B", "C"], weather), crash("D", { atMs: 1000 })],
        seed,
        trace: false,
        untilMs: 10_000,
      });
      if (suspects(run).join(" ") !== "D D D") wrong.push(`seed ${seed}: ${suspects(run).join(" ")}`);
    }
    expect(wrong).toEqual([]);
  });

  test.each<[PhiDetectorOptions, string]>([
    [{ periodMs: 0 }, "periodMs is 0; allowed is a time above 0"],
    [{ threshold: -1 }, "threshold is -1; allowed is a number above 0"],
    [{ window: 0.5 }, "window is 0.5; allowed is a whole number from 1"],
  ])("%o is refused", (options, message) => {
    expect(() => phiDetector(options)).toThrow(message);
  });
});

describe("broken twins of the phi detector are caught", () => {
  const lateCopy = (protocol: ReturnType<typeof phiDetector>): Run =>
    simulate({
      protocol,
      network: { latencyMs: 10 },
      faults: [duplicate({ from: "C", to: "A", nth: 3, afterMs: 300 }), crash("C", { atMs: 250 })],
      untilMs: 515,
    });

  test("one that counts every copy takes a dead node for alive, since an old message came late", () => {
    const options = { members: ["A", "C"], judgeMs: 50 };
    expect(suspects(lateCopy(phiDetector(options)))).toEqual(["C"]);
    const run = lateCopy(credulous(options));
    expect(suspects(run)).toEqual([""]);
    expectTrace(run.trace, "phi-that-counts-copies");
  });

  test("one that counts every copy takes twice as long to find a crash where messages are copied", () => {
    const network = { latencyMs: 10, duplication: 1 };
    const [right, twin] = [foundAfterMs(phiDetector(), network), foundAfterMs(credulous(), network)];
    expect(right).toBeLessThanOrEqual(180);
    expect(twin).toBeGreaterThan(1.9 * right);
  });

  test("one that forgets its boots is taken for dead after a restart, since its heartbeats look like copies", () => {
    const right = phiDetector();
    const forgetful = { ...right, start: (self, _saved, out) => right.start(self, null, out) } as typeof right;
    const faults = [crash("C", { atMs: 5001, restartAtMs: 6000 })];
    expect(suspects(simulate({ protocol: right, faults, untilMs: 9000 }))).toEqual(["", "", ""]);
    expect(suspects(simulate({ protocol: forgetful, faults, untilMs: 9000 }))).toEqual(["C", "C", ""]);
  });
});
