import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import { bruteForce, explains, realTime } from "./brute-force";
import type { Precedes } from "./brute-force";
import { drawnHistory, partsOf, subjectOf } from "./histories";

test("trying out every order gives the same verdict on 10,000 random histories", () => {
  const counted = { linearizable: 0, violation: 0, unknown: 0 };
  fc.assert(
    fc.property(drawnHistory(), ({ of, history }) => {
      const subject = subjectOf(of);
      const verdict = checkLinearizable(history, subject.model);
      const possible = partsOf(history, subject).every((part) => bruteForce(part, subject.model) !== undefined);
      const expected = possible ? "linearizable" : "violation";
      expect(`${subject.name}: ${verdict.verdict}`).toBe(`${subject.name}: ${expected}`);
      counted[verdict.verdict]++;
    }),
    { numRuns: 10_000, seed: 4 },
  );
  expect(counted.linearizable).toBeGreaterThan(2_000);
  expect(counted.violation).toBeGreaterThan(2_000);
  expect(counted.unknown).toBe(0);
});

test("the order that it gives explains the history", () => {
  fc.assert(
    fc.property(drawnHistory(), ({ of, history }) => {
      const { whole, model } = subjectOf(of);
      const { linearization } = checkLinearizable(history, model);
      fc.pre(linearization !== undefined);
      // What one client did at one moment is only compared within a part.
      const precedes = model.partition ? earlier : realTime;
      expect(explains(history, whole ?? model, linearization, precedes)).toBe(true);
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

const earlier: Precedes = (history, before, after) => (history[before]!.returned ?? Infinity) < history[after]!.invoked;
