/** Stopping early, and saying so. */
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
  test("can be asked for what it had found", () => {
    const lift = new Error("the cell is interrupted");
    let states = 0;
    const stop = (): boolean => {
      if (++states > 500) throw lift;
      return true;
    };
    expect(() => explore({ model: endless, within: stop })).toThrow(lift);
    expect(interruptedExploration()).toBeUndefined();
    let inside: ReturnType<typeof interruptedExploration>;
    const peek: ModelProperty<Grid> = {
      kind: "always",
      name: "peek",
      holds({ x }) {
        if (x === 3) inside ??= interruptedExploration();
        return true;
      },
    };
    explore({ model: endless, properties: [peek], limits: { depth: 5 } });
    expect(inside).toMatchObject({ stoppedBy: "interrupt", complete: false });
    expect(inside!.distinct).toBeGreaterThan(5);
  });
});

test("progress is reported while it runs", () => {
  const reports: Progress[] = [];
  explore({ model: endless, limits: { milliseconds: 600 }, onProgress: (progress) => reports.push(progress) });
  expect(reports.length).toBeGreaterThanOrEqual(2);
  const last = reports.at(-1)!;
  expect(last.distinct).toBeGreaterThan(reports[0]!.distinct);
  expect(last.waiting).toBeGreaterThan(0);
  expect(last.generated).toBeGreaterThan(last.distinct);
});
