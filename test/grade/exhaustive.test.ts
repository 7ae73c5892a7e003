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
const judged = (wrongFrom: number): grading.CheckResult =>
  held({ kind: "always", name: "small", holds: ({ n }) => n < wrongFrom });

function held(property: ModelProperty<Count>): grading.CheckResult {
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
        explore: () => ({ model: counter, properties: [property] }) as unknown as ExploreOptions,
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

test("what ought to happen and never does is wrong at no step", () => {
  const found = held({ kind: "sometimes", name: "reaches ten", holds: ({ n }) => n === 10 });
  expect(found).toMatchObject({ passed: false, coverage: found.message });
  expect(found.message).toContain("reaches ten");
});
