/** A function that must leave what is passed in as it is: whoever changes it is told so, once, wherever the answer runs. */
import { fileURLToPath } from "node:url";
import { grading } from "distlab";
import type { Data } from "distlab";
import { expect, test } from "vitest";
import { bundleAnswer } from "../../lib/grade/bundle";
import { realmAnswer } from "../../lib/grade/realm-answer";

const root = fileURLToPath(new URL("../..", import.meta.url));

const check = (name: string, args: readonly Data[], expected: Data): grading.Check =>
  grading.example({
    name,
    points: 1,
    run: (answer) => grading.expectEqual(answer.call("merge", ...args), expected, name),
  });
const exercise = grading.exercise({
  id: "00-sample/merge",
  title: "Merge",
  kind: "write",
  exports: ["merge"],
  pure: ["merge"],
  hints: ["Copy.", "Spread."],
  difference: "None.",
  checks: [
    check("nothing and nothing", [[], []], []),
    check("one and two", [[1], [2]], [1, 2]),
    check("deeper", [[{ n: 1 }], [{ n: 2 }]], [{ n: 1 }, { n: 2 }]),
  ],
});

/** The same answer in a realm of its own, and in this one. */
async function judgedBothWays(merge: string): Promise<readonly (readonly string[])[]> {
  const bundled = await bundleAnswer({
    source: `export const merge = ${merge};`,
    name: "answer.ts",
    root,
    imports: [],
  });
  if (bundled.kind === "refused") throw new Error(bundled.problems.join("; "));
  const direct = grading.directAnswer({ merge: new Function(`return ${merge}`)() as unknown });
  return [realmAnswer(bundled.script), direct].map((answer) =>
    grading.runChecks(exercise, answer).map(({ passed, message }) => (passed ? "passed" : message)),
  );
}

const left = "merge changed its first argument; it should leave it as it is and return something new";
const right = "merge changed its second argument; it should leave it as it is and return something new";

test.each([
  ["a copy", "(left, right) => [...left, ...right]", ["passed", "passed", "passed"]],
  ["what it was given, unchanged", "(left, right) => left.concat(right)", ["passed", "passed", "passed"]],
  ["the left one, added to", "(left, right) => { left.push(...right); return left; }", ["passed", left, "passed"]],
  [
    "a copy, having emptied the right one",
    "(left, right) => [...left, ...right.splice(0)]",
    ["passed", right, "passed"],
  ],
])("who returns %s", async (_what, merge, expected) => {
  expect(await judgedBothWays(merge)).toEqual([expected, expected]);
});

test("a change deep inside counts", async () => {
  const merge =
    "(left, right) => { for (const item of left) if (item.n) item.seen = true; return [...left, ...right]; }";
  const [shut] = await judgedBothWays(merge);
  expect(shut!.slice(0, 2)).toEqual(["passed", "passed"]);
  expect(shut![2]).toBe(left);
});

test("a check that is run once more, as one is that took too long, sees it again", () => {
  const [, adds] = exercise.checks;
  const twice: grading.Check = {
    ...adds!,
    run(answer, setting) {
      expect(() => adds!.run(answer, setting)).toThrow("changed its first argument");
      return adds!.run(answer, setting);
    },
  };
  const answer = grading.directAnswer({
    merge: (one: number[], other: number[]) => (one.push(...other), one),
  });
  const results = grading.runChecks({ ...exercise, checks: [twice, adds!] }, answer);
  expect(results.map(({ message }) => message)).toEqual([left, "as expected"]);
});

test("only what is exported can be held to it", () => {
  expect(() => grading.exercise({ ...exercise, pure: ["join"] })).toThrow(
    "pure is join; allowed is names that are exp",
  );
});
