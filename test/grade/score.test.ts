/** The score is reckoned from outside: what a report says of itself is not believed. */
import { grading } from "distlab";
import { expect, test } from "vitest";

const exercise = grading.exercise({
  id: "00-sample/sum",
  title: "Sum",
  kind: "write",
  exports: ["sum"],
  hints: ["Add.", "`a + b`."],
  difference: "None.",
  checks: [
    grading.example({
      name: "adds",
      points: 2,
      run: (answer) => grading.expectEqual(answer.call("sum", 1, 2), 3, "sum(1, 2)"),
    }),
    grading.example({
      name: "adds nought",
      points: 1,
      run: (answer) => grading.expectEqual(answer.call("sum", 0, 0), 0, "sum(0, 0)"),
    }),
  ],
});
const judge = (sum: (a: number, b: number) => number) =>
  grading.exerciseResult(exercise, grading.runChecks(exercise, grading.directAnswer({ sum })));

test("a right answer has all points, a wrong one what it earned", () => {
  expect(judge((a, b) => a + b)).toMatchObject({ score: 3, maxScore: 3, passed: true, difference: "None." });
  expect(judge((a, b) => a * b)).toMatchObject({ score: 1, passed: false });
});

test("a wrong answer is told what was expected and what happened", () => {
  expect(judge((a, b) => a * b).checks[0]).toMatchObject({ expected: "3", happened: "2", passed: false });
});

test("an answer that throws has failed the check, and nothing is thrown", () => {
  const result = judge(() => {
    throw new TypeError("no idea");
  });
  expect(result).toMatchObject({ score: 0 });
  expect(result.checks[0]!.message).toContain("no idea");
});

test("a check of which nothing is heard has failed", () => {
  expect(grading.exerciseResult(exercise, [])).toMatchObject({ score: 0, maxScore: 3, passed: false });
});

test("points that are made up are not believed", () => {
  const forged = { name: "adds", kind: "example", points: 99, maxPoints: 99, passed: false, message: "" } as const;
  expect(grading.exerciseResult(exercise, [forged, { ...forged, name: "another" }]).score).toBeLessThan(2);
});

test("two checks of one name are refused", () => {
  expect(() => grading.exercise({ ...exercise, checks: [exercise.checks[0]!, exercise.checks[0]!] })).toThrow(
    "a name of its own",
  );
});
