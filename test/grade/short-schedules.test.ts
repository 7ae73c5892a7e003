/** Points for a short schedule are for one that breaks something: nothing is shorter than a schedule that is none. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { grading as Grading } from "distlab";
import { expect, test } from "vitest";

// The built library: the checks of an exercise load the one that runs already.
const { grading } = createRequire(import.meta.url)("../../lib/dist/index.js") as { readonly grading: typeof Grading };
const root = fileURLToPath(new URL("../..", import.meta.url));

const broken = grading
  .exerciseIds(root)
  .map((id) => grading.loadExercise(root, id))
  .filter(({ kind, exports }) => kind === "break" && exports[0] === "schedule");
const judged = (exercise: Grading.Exercise, schedule: readonly object[]): readonly Grading.CheckResult[] =>
  grading.runChecks(exercise, grading.directAnswer({ schedule }), { drawings: "none" });

test("there are exercises with one schedule", () => expect(broken.length).toBeGreaterThan(5));

test.each(broken.map((exercise) => [exercise.id, exercise] as const))(
  "%s: a schedule that cannot be played earns nothing",
  (_id, exercise) => {
    const results = judged(exercise, [{ kind: "deliver", from: "nobody", to: "nowhere", nth: 1 }]);
    expect(results.filter(({ points }) => points > 0).map(({ name }) => name)).toEqual([]);
    expect(results.at(-1)!.message).toMatch(/how short it is counts once schedule breaks/);
  },
);

test("one that can be played and breaks nothing has not earned its shortness either", () => {
  const exercise = grading.loadExercise(root, "12-leader-election/split-brain");
  const results = judged(exercise, [{ kind: "timer", node: "A", timer: "election" }]);
  expect(results.map(({ passed }) => passed)).toEqual([true, false, false]);
  expect(results[2]).toMatchObject({ happened: "nothing goes wrong" });
});
