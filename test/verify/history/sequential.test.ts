/** Sequential consistency: histories that it allows, and those that it does not. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../../lib/protocol";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import { models } from "../../../lib/verify/history/models";
import { checkSequential } from "../../../lib/verify/history/sequential";
import { bruteForce, explains, realTime } from "./brute-force";
import type { Precedes } from "./brute-force";
import { drawnHistory, historyOf, read, subjectOf, write } from "./histories";

const programOrder: Precedes = (history, before, after) =>
  history[before]!.client === history[after]!.client && realTime(history, before, after);

test("a stale read is sequentially consistent, though not linearizable", () => {
  const history = historyOf(["A", write(1), null, 0, 5], ["B", read(), null, 6, 9]);
  expect(checkLinearizable(history).verdict).toBe("violation");
  expect(checkSequential(history)).toMatchObject({ verdict: "sequentially consistent", linearization: [1, 0] });
});

test("store buffering is not: each misses what the other wrote before (Lamport 1979)", () => {
  const found = checkSequential(
    historyOf(
      ["A", write(1, "x"), null, 0, 1],
      ["B", write(1, "y"), null, 0, 1],
      ["A", read("y"), null, 2, 3],
      ["B", read("x"), null, 2, 3],
    ),
  );
  expect(String(found)).toBe(
    [
      "not sequentially consistent: no order, whatever the times, keeps what each client did: " +
        "A wrote 1 to x, then read nothing of y; B wrote 1 to y, then read nothing of x",
      "  A wrote 1 to x (0 – 1)",
      "  B wrote 1 to y (0 – 1)",
      "  A read nothing of y (2 – 3)",
      "  B read nothing of x (2 – 3)",
    ].join("\n"),
  );
});

test("independent reads of independent writes, seen in two orders, are not", () => {
  const rows = [
    ["A", write(1, "x"), null, 0, 1],
    ["B", write(1, "y"), null, 0, 1],
    ["C", read("x"), 1, 2, 3],
    ["C", read("y"), null, 4, 5],
    ["D", read("y"), 1, 2, 3],
    ["D", read("x"), null, 4, 5],
  ] as const;
  expect(checkSequential(historyOf(...rows)).wrong).toEqual([2, 3, 4, 5]);
  expect(checkSequential(historyOf(...rows.slice(0, 5))).verdict).toBe("sequentially consistent");
});

test("it is not local: two keys that are each right may be wrong together", () => {
  const history = historyOf(
    ["A", write(1, "x"), null, 0, 1],
    ["A", read("y"), null, 2, 3],
    ["B", write(1, "y"), null, 4, 5],
    ["B", read("x"), null, 6, 7],
  );
  const of = (key: string): readonly Operation[] =>
    history.filter((each) => (each.operation as { key: string }).key === key);
  expect(checkSequential(of("x")).verdict).toBe("sequentially consistent");
  expect(checkSequential(of("y")).verdict).toBe("sequentially consistent");
  expect(checkSequential(history).verdict).toBe("violation");
});

test("among many operations the wrong ones are found", () => {
  const noise = Array.from({ length: 120 }, (_, at): readonly Operation[] => {
    const key = `k${at % 5}`;
    const client = `N${at % 3}`;
    return historyOf(
      [client, write(at, key), null, 10 * at, 10 * at + 2],
      [client, read(key), at, 10 * at + 3, 10 * at + 5],
    );
  }).flat();
  const wrong = historyOf(
    ["A", write(1, "x"), null, 300, 305],
    ["A", write(2, "x"), null, 310, 315],
    ["B", read("x"), 2, 320, 325],
    ["B", read("x"), 1, 330, 335],
  );
  const history = [...noise, ...wrong].toSorted((a, b) => a.invoked - b.invoked);
  const found = checkSequential(history);
  expect(found.verdict).toBe("violation");
  expect(found.wrong!.map((index) => history[index]!)).toEqual(wrong);
});

describe("compared with trying out every order", () => {
  test("the verdict is the same on 4,000 random histories, and the order that it gives explains them", () => {
    const counted = { held: 0, violated: 0, onlyWithoutTimes: 0 };
    for (const { of, history } of fc.sample(drawnHistory(), { seed: 11, numRuns: 4_000 })) {
      const { model, whole = model } = subjectOf(of);
      const { verdict, linearization } = checkSequential(history, model);
      const expected = bruteForce(history, whole, programOrder);
      expect(verdict, JSON.stringify({ of, history })).toBe(expected ? "sequentially consistent" : "violation");
      if (expected) counted.held++;
      else counted.violated++;
      if (linearization === undefined) continue;
      // What one client did at one moment is only compared within a part where an order of the parts was enough.
      const precedes: Precedes = model.partition ? strictly : programOrder;
      expect(explains(history, whole, linearization, precedes), JSON.stringify({ of, history })).toBe(true);
      if (bruteForce(history, whole) === undefined) counted.onlyWithoutTimes++;
    }
    expect(Math.min(counted.held, counted.violated)).toBeGreaterThan(1_000);
    expect(counted.onlyWithoutTimes).toBeGreaterThan(200);
  });

  test("whatever the others did, the wrong part is wrong, and none of it can be let go", () => {
    let found = 0;
    for (const { of, history } of fc.sample(drawnHistory(), { seed: 12, numRuns: 700 })) {
      const { model, whole = model } = subjectOf(of);
      const { wrong, origins = [] } = checkSequential(history, model);
      if (wrong === undefined) continue;
      found++;
      const all = bruteForce(letGo(history, wrong), whole, orderAmong(history, wrong));
      expect(all, JSON.stringify({ of, history })).toBeUndefined();
      for (const spared of wrong.filter((each) => !origins.includes(each))) {
        const fewer = wrong.filter((each) => each !== spared);
        const others = bruteForce(letGo(history, fewer), whole, orderAmong(history, fewer));
        expect(others, JSON.stringify({ of, history, wrong, spared })).toBeDefined();
      }
    }
    expect(found).toBeGreaterThan(150);
  });
});

const strictly: Precedes = (history, before, after) =>
  history[before]!.client === history[after]!.client &&
  (history[before]!.returned ?? Infinity) < history[after]!.invoked;

/** What is not wrong may take effect at any time, or never. */
function letGo(history: readonly Operation[], wrong: readonly number[]): readonly Operation[] {
  return history.map((each, index) => {
    const { returned, ...others } = each;
    return wrong.includes(index) && returned !== undefined ? each : others;
  });
}

/** The clients' orders, without those operations that returned and have been let go. */
function orderAmong(given: readonly Operation[], wrong: readonly number[]): Precedes {
  return (history, before, after) => {
    const isLetGo = given[after]!.returned !== undefined && !wrong.includes(after);
    return !isLetGo && programOrder(history, before, after);
  };
}

test("the limits are kept, honestly", () => {
  const clients = 6;
  const history = Array.from({ length: clients * 12 }, (_, at): Operation => {
    const client = `C${at % clients}`;
    const operation = at % 2 === 0 ? { kind: "enqueue", value: at } : { kind: "dequeue" };
    return { client, operation, result: at % 2 === 0 ? null : (at * 7) % 36, invoked: at, returned: at + 0.5 };
  });
  const found = checkSequential(history, models.queue(), { configurationsMax: 50 });
  expect(found.verdict).toBe("unknown");
  expect(found.why).toBe(
    "no order was found, nor ruled out, before more than configurationsMax, 50, configurations were possible",
  );
});
