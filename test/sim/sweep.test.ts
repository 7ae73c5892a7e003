/** Sweeps: every combination, in order, as rows; and random schedules of faults. */
import { describe, expect, test } from "vitest";
import { OptionError, randomFaults, simulate, SimulationFailure, sweep } from "../../lib/sim";
import type { Fault, Grid, RandomFaultsOptions } from "../../lib/sim";
import { atBoot, stream } from "./small";

describe("a sweep", () => {
  test("measures every seed", () => {
    expect(sweep({ seeds: 3 }, (seed) => seed * seed)).toEqual([
      { seed: 1, value: 1 },
      { seed: 2, value: 4 },
      { seed: 3, value: 9 },
    ]);
  });

  test("goes through every combination, seeds innermost", () => {
    const rows = sweep({ loss: [0, 0.5], name: ["x", "y"], seeds: [7, 9] }, (seed, { loss, name }) => ({
      text: `${name}${loss}${seed}`,
    }));
    expect(rows.map(({ text }) => text).join(" ")).toBe("x07 x09 y07 y09 x0.57 x0.59 y0.57 y0.59");
    expect(rows[5]).toEqual({ loss: 0.5, name: "x", seed: 9, text: "x0.59" });
  });

  test("a single number is a setting like a list of one, and without seeds there is the seed 1", () => {
    expect(sweep({ nodes: 5 }, (seed, { nodes }) => nodes + seed)).toEqual([{ nodes: 5, seed: 1, value: 6 }]);
  });

  test("leaves out what is undefined", () => {
    expect(sweep({ seeds: 4 }, (seed) => (seed % 2 === 0 ? seed : undefined)).map(({ value }) => value)).toEqual([
      2, 4,
    ]);
  });

  test("of simulations shows what its knob does", () => {
    const rows = sweep({ loss: [0, 0.2, 0.6], seeds: 20 }, (seed, { loss }) => {
      return simulate({ protocol: stream(50), seed, network: { loss }, trace: false }).counts.delivered;
    });
    const mean = (loss: number): number => {
      const values = rows.filter((row) => row.loss === loss).map(({ value }) => value);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(mean(0)).toBe(50);
    expect(Math.abs(mean(0.2) - 40)).toBeLessThan(4 * Math.sqrt((50 * 0.2 * 0.8) / 20));
    expect(Math.abs(mean(0.6) - 20)).toBeLessThan(4 * Math.sqrt((50 * 0.6 * 0.4) / 20));
  });

  test("says where it was when something failed", () => {
    const failing = (): unknown =>
      sweep({ size: [1, 2], seeds: 5 }, (seed, { size }) => {
        const protocol = atBoot(() => {
          if (size === 2 && seed === 3) throw new Error("too big");
        });
        return simulate({ protocol, seed }).events;
      });
    expect(failing).toThrow(SimulationFailure);
    expect(failing).toThrow("in the sweep at size 2, seed 3");
  });

  const wrong: readonly (readonly [object, string])[] = [
    [{ seeds: 0 }, "seeds is 0; allowed is a whole number from 1"],
    [{ seeds: 2.5 }, "seeds is 2.5; allowed is a whole number from 1"],
    [{ seeds: [] }, "seeds is []; allowed is a list of at least one"],
    [{ seeds: [NaN] }, "seeds is NaN; allowed is finite numbers"],
    [{ loss: [] }, "loss is []; allowed is a list of at least one"],
    [{ loss: "much" }, 'loss is "much"; allowed is a list of at least one'],
  ];
  for (const [grid, message] of wrong) {
    test(message, () => {
      expect(() => sweep(grid as Grid, () => 1)).toThrow(OptionError);
      expect(() => sweep(grid as Grid, () => 1)).toThrow(message);
    });
  }

  test("does not wait for promises, and says so", () => {
    expect(() => sweep({ seeds: 2 }, async (seed) => seed)).toThrow("measure is async");
  });
});

describe("random faults", () => {
  const nodes = ["A", "B", "C", "D", "E"];
  const options: RandomFaultsOptions = {
    nodes,
    seed: 1,
    untilMs: 1000,
    crashes: 6,
    pauses: 2,
    slowdowns: 2,
    partitions: 2,
    clocks: 2,
  };
  const ofKind = (faults: readonly Fault[], kind: Fault["kind"]): readonly Fault[] =>
    faults.filter((fault) => fault.kind === kind);

  test("are as many as were asked for, in the order of their times, and over in time", () => {
    const faults = randomFaults({ ...options, crashes: 2 });
    expect(
      ["crash", "pause", "slow", "partition", "clock"].map((kind) => ofKind(faults, kind as Fault["kind"]).length),
    ).toEqual([2, 2, 2, 2, 2]);
    const starts = faults.map((fault) => ("atMs" in fault ? fault.atMs : NaN));
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    for (const fault of faults) {
      const { restartAtMs, untilMs, healAtMs } = fault as { restartAtMs?: number; untilMs?: number; healAtMs?: number };
      expect(restartAtMs ?? untilMs ?? healAtMs ?? 0).toBeLessThanOrEqual(1000);
    }
  });

  test("are a schedule that a simulation takes, for 500 seeds", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const protocol = { ...stream(3), members: nodes };
      simulate({ protocol, seed, faults: randomFaults({ ...options, seed, downMax: 5 }), trace: false });
    }
  });

  test("leave a majority up", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const crashes = ofKind(randomFaults({ ...options, seed }), "crash") as unknown as {
        atMs: number;
        restartAtMs: number;
      }[];
      for (const { atMs } of crashes) {
        expect(crashes.filter((other) => other.atMs <= atMs && atMs < other.restartAtMs).length).toBeLessThanOrEqual(2);
      }
    }
  });

  test("more of one kind leaves the others as they were", () => {
    const [few, many] = [randomFaults(options), randomFaults({ ...options, pauses: 5 })];
    for (const kind of ["crash", "slow", "partition", "clock"] as const)
      expect(ofKind(many, kind)).toEqual(ofKind(few, kind));
  });

  test("are refused what makes no sense", () => {
    expect(() => randomFaults({ ...options, crashes: -1 })).toThrow("crashes is -1; allowed is a whole number from 0");
    expect(() => randomFaults({ ...options, nodes: [] })).toThrow("nodes is []; allowed is a list of at least one");
    expect(() => randomFaults({ ...options, crash: 1 } as RandomFaultsOptions)).toThrow(
      "randomFaults.crash is 1; allowed is nothing of this name",
    );
  });
});
