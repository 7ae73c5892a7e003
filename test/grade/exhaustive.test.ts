/** What an exhaustive check says of how far it looked agrees with the run that it shows. */
import { grading } from "distlab";
import type { ExploreOptions, Model, ModelProperty } from "distlab";
import { expect, test } from "vitest";

type Count = { readonly n: number };

const counter: Model<Count> = {
  name: "counter",
  initial: [{ n: 0 }],
  next: ({ n }) => (n < 9 ? [{ action: "add", state: { n: n + 1 } }] : []),
};

/** Counts by one up to nine; wrong from `wrongFrom` on. */
function judged(wrongFrom: number): grading.CheckResult {
  const below: ModelProperty<Count> = { kind: "always", name: "small", holds: ({ n }) => n < wrongFrom };
  const exercise = grading.exercise({
    id: "00-sample/count",
    title: "Count",
    kind: "write",
    exports: ["count"],
    hints: ["One.", "Two."],
    difference: "None.",
    checks: [
      grading.exhaustive({
        name: "never too much",
        points: 1,
        explore: () => ({ model: counter, properties: [below] }) as unknown as ExploreOptions,
      }),
    ],
  });
  return grading.runChecks(exercise, grading.directAnswer({ count: 1 }))[0]!;
}

test.each([1, 2, 5])("wrong after %i steps, and the run has as many", (steps) => {
  const { coverage, run } = judged(steps);
  expect(run!.size).toBe(steps);
  expect(coverage).toMatch(new RegExp(`^wrong after ${steps} step${steps === 1 ? "" : "s"}, among \\d+ states$`));
});

test("wrong in the beginning already, or not at all", () => {
  expect(judged(0).coverage).toMatch(/^wrong in the beginning, among 1 state$/);
  expect(judged(10).coverage).toBe("held in all 10 states");
});
