/** Stopping early, and saying so. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { explore, exploreInSlices, interruptedExploration } from "../../../lib/verify/explore";
import type { Model, ModelProperty, Progress } from "../../../lib/verify/explore";

type Grid = { x: number; y: number };

/** Endless: from every place one can go right or up. */
const endless: Model<Grid> = {
  name: "grid",
  initial: [{ x: 0, y: 0 }],
  next: ({ x, y }) => [
    { action: "right", state: { x: x + 1, y } },
    { action: "up", state: { x, y: y + 1 } },
  ],
};

const properties: readonly ModelProperty<Grid>[] = [
  { kind: "always", name: "x is not negative", holds: ({ x }) => x >= 0 },
  { kind: "sometimes", name: "far away", holds: ({ x }) => x > 1e9 },
  { kind: "canAlwaysReach", name: "x is 0", holds: ({ x }) => x === 0 },
];

describe("limits", () => {
  test("on states", () => {
    const found = explore({ model: endless, properties, limits: { states: 100 } });
    expect(found).toMatchObject({ complete: false, stoppedBy: "states", holds: false });
    expect(found.distinct).toBeGreaterThanOrEqual(100);
    expect(found.distinct).toBeLessThan(103);
    expect(found.verdicts[0]!.text).toBe(
      "held as far as it went: depth 12, 100 states, stopped by the limit on states",
    );
  });

  test("on depth: every state so far away, in both orders", () => {
    const found = explore({ model: endless, properties, limits: { depth: 14 } });
    expect(found).toMatchObject({ stoppedBy: "depth", depth: 14, distinct: (15 * 16) / 2 });
    expect(found.verdicts.map(({ text }) => text)).toEqual([
      "held as far as it went: depth 14, 120 states, stopped by the limit on depth",
      "not seen as far as it went: depth 14, 120 states, stopped by the limit on depth",
      "not known: went as far as depth 14, 120 states, stopped by the limit on depth",
    ]);
    const deep = explore({ model: endless, properties, limits: { depth: 14 }, order: "depth-first" });
    expect(deep).toMatchObject({ stoppedBy: "depth", distinct: 120 });
  });

  test("a limit on depth that is never met does not make the verdict less", () => {
    const short: Model<Grid> = {
      ...endless,
      next: (state) => [...endless.next(state)].filter(({ state: { x, y } }) => x + y < 5),
    };
    expect(explore({ model: short, limits: { depth: 6 } })).toMatchObject({ complete: true, distinct: 15, depth: 4 });
    expect(explore({ model: short, limits: { depth: 6 }, order: "depth-first" })).toMatchObject({
      complete: true,
      distinct: 15,
    });
  });

  test("on time", () => {
    const found = explore({ model: endless, properties: properties.slice(0, 1), limits: { milliseconds: 30 } });
    expect(found).toMatchObject({ stoppedBy: "time", holds: false });
    expect(found.verdicts[0]!.text).toMatch(
      /^held as far as it went: depth \d+, [\d,]+ states, stopped by the limit on time$/,
    );
  });

  test("on memory", () => {
    const found = explore({ model: endless, properties: properties.slice(0, 1), limits: { megabytes: 1 } });
    expect(found).toMatchObject({ stoppedBy: "memory" });
    expect(found.verdicts[0]!.text).toContain("stopped because memory ran out");
  });

  test("a typed array that cannot grow is memory that ran out, not a crash", () => {
    const greedy: Model<Grid> = {
      ...endless,
      next(state) {
        if (state.x === 50) throw new RangeError("Array buffer allocation failed");
        return endless.next(state);
      },
    };
    // A model's own RangeError is the model's, not the checker's.
    expect(() => explore({ model: greedy })).toThrow("next threw RangeError: Array buffer allocation failed");
    const within = (): boolean => {
      throw new RangeError("Array buffer allocation failed");
    };
    expect(explore({ model: endless, within })).toMatchObject({ stoppedBy: "memory", distinct: 1 });
  });
});

test("a process with a small heap survives an endless model, and says how far it went", () => {
  const folder = mkdtempSync(join(tmpdir(), "explore-"));
  const outfile = join(folder, "endless.cjs");
  const contents = `
    import { explore } from "./lib/verify/explore";
    const step = (list, last) => ({ action: "add", state: { list: [...list.slice(-40), last] } });
    const next = ({ list }) => [step(list, list.at(-1) + 1), step(list, list[0] + 1)];
    console.log(String(explore({ model: { initial: [{ list: [0] }], next } })));`;
  try {
    buildSync({
      stdin: { contents, resolveDir: process.cwd() },
      outfile,
      bundle: true,
      platform: "node",
      format: "cjs",
    });
    const { status, stdout } = spawnSync(process.execPath, ["--max-old-space-size=60", outfile], { encoding: "utf8" });
    expect(stdout).toMatch(/went as far as depth \d+, [\d,]+ states, stopped because memory ran out/);
    expect(status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("in slices", () => {
  test("the result is that of explore", async () => {
    const options = { model: endless, properties, limits: { states: 20_000 } };
    const [{ milliseconds: _a, ...sliced }, { milliseconds: _b, ...whole }] = [
      await exploreInSlices(options),
      explore(options),
    ];
    expect(String(sliced.verdicts[0]!.text)).toBe(whole.verdicts[0]!.text);
    expect(sliced.distinct).toBe(whole.distinct);
  });

  test("a signal interrupts it, and what was found is not lost", async () => {
    const controller = new AbortController();
    const running = exploreInSlices({ model: endless, properties: properties.slice(0, 1), signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    const found = await running;
    expect(found).toMatchObject({ stoppedBy: "interrupt", complete: false });
    expect(found.distinct).toBeGreaterThan(1);
    expect(found.verdicts[0]!.text).toMatch(/, interrupted$/);
  });
});

describe("an exploration that never returned", () => {
  /** Stops the call as the interrupt of a cell does: wherever it is, without a chance to clean up. */
  function cutOff(call: () => void): void {
    Object.assign(globalThis, { exploring: call });
    expect(() => runInThisContext("exploring()", { timeout: 300 })).toThrow(/timed out/);
  }

  /** The endless model, which hangs for good when it is asked what follows the given state: no clock decides where. */
  function hangingAt(state: number): Model<Grid> {
    let asked = 0;
    let turns = 0;
    const next: Model<Grid>["next"] = (from) => {
      asked += 1;
      if (asked === state) for (;;) turns += 1;
      return endless.next(from);
    };
    return { ...endless, next };
  }

  test.each([1, 2, 500, 5000])("can be asked for what it had found at state %i", (state) => {
    const near: ModelProperty<Grid> = { kind: "sometimes", name: "x is 3", holds: ({ x }) => x === 3 };
    cutOff(() => explore({ model: hangingAt(state), properties: [...properties.slice(0, 1), near] }));
    const found = interruptedExploration();
    expect(found).toMatchObject({ stoppedBy: "interrupt", complete: false, holds: false });
    expect(found!.verdicts[0]).toMatchObject({ outcome: "unknown" });
    expect(String(found)).toContain("interrupted");
    expect(interruptedExploration()).toBe(found);
    // The next one is not disturbed, and clears it.
    expect(explore({ model: endless, properties, limits: { depth: 5 } }).distinct).toBe(21);
    expect(interruptedExploration()).toBeUndefined();
  });

  test("one that ended in an error is not one that never returned", () => {
    const next = (): never => {
      throw new Error("no");
    };
    expect(() => explore({ model: { ...endless, next } })).toThrow("next threw Error: no");
    expect(interruptedExploration()).toBeUndefined();
  });
});

test("progress is reported while it runs", () => {
  const reports: Progress[] = [];
  const within = (): boolean => reports.length < 3;
  explore({ model: endless, within, onProgress: (progress) => reports.push(progress) });
  const [first, , last] = reports;
  expect(last!.distinct).toBeGreaterThan(first!.distinct);
  expect(last!.milliseconds).toBeGreaterThan(first!.milliseconds);
  expect(last!.waiting).toBeGreaterThan(0);
  expect(last!.generated).toBeGreaterThan(last!.distinct);
});
