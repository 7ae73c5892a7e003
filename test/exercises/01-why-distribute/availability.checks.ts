/** Judges `01-why-distribute/availability`: by figures worked out by hand, and by counting all cases where there are few parts. */
import { grading } from "distlab";
import type { AvailabilityAnswer, Data } from "distlab";

/** Rounding may differ from one right way to another. */
const tolerance = 1e-9;

function near(happened: Data, expected: number, what: string): void {
  const isNear = typeof happened === "number" && Math.abs(happened - expected) <= tolerance;
  grading.expectTrue(isNear, `${what}: expected ${expected}, got ${JSON.stringify(happened)}`, {
    expected: String(expected),
    happened: JSON.stringify(happened),
  });
}

/** Adds up every case of parts that work and parts that do not: slow, and hard to get wrong. */
function countAllCases(needed: number, parts: readonly number[]): number {
  let sum = 0;
  for (let working = 0; working < 2 ** parts.length; working++) {
    const up = parts.filter((_, part) => (working >> part) & 1).length;
    const chance = parts.reduce((product, part, index) => product * ((working >> index) & 1 ? part : 1 - part), 1);
    if (up >= needed) sum += chance;
  }
  return sum;
}

const alike = (count: number, availability: number): number[] => Array<number>(count).fill(availability);

export default grading.exercise({
  id: "01-why-distribute/availability",
  title: "How available is the whole?",
  kind: "write",
  exports: ["series", "parallel", "kOfN"] satisfies (keyof AvailabilityAnswer)[],
  hints: [
    "Independent means: the chance that both are up is the one times the other. When is a parallel system down?",
    "For k of n, take the parts one at a time and keep the chance that exactly 0, 1, 2, … of those so far are up.",
    "With `chances[up]` so far and a new part of availability a: the new chances[up] is chances[up] · (1 − a) + chances[up − 1] · a. At the end add up those from `needed`.",
  ],
  difference:
    "The reference looks at each part once and needs about n² steps. To list all cases of sixty parts would take longer than the shop exists.",
  checks: [
    grading.example({
      name: "two servers that are both needed",
      points: 1,
      hint: "Not the worse of the two: each can take the shop with it.",
      run(answer) {
        near(answer.call("series", [0.99, 0.99]), 0.9801, "series([0.99, 0.99])");
        near(answer.call("series", [0.5, 0.8, 0.25]), 0.1, "series([0.5, 0.8, 0.25])");
      },
    }),
    grading.example({
      name: "two servers of which one is enough",
      points: 1,
      hint: "It is down when all are down.",
      run(answer) {
        near(answer.call("parallel", [0.99, 0.99]), 0.9999, "parallel([0.99, 0.99])");
        near(answer.call("parallel", [0.5, 0.8, 0.25]), 0.925, "parallel([0.5, 0.8, 0.25])");
      },
    }),
    grading.example({
      name: "some of several that are alike",
      points: 1,
      hint: "Two of three: all three up, or one of the three down. How many ways are there for that?",
      run(answer) {
        near(answer.call("kOfN", 2, alike(3, 0.5)), 0.5, "kOfN(2, [0.5, 0.5, 0.5])");
        near(answer.call("kOfN", 2, alike(3, 0.9)), 0.972, "kOfN(2, [0.9, 0.9, 0.9])");
        near(answer.call("kOfN", 3, alike(5, 0.99)), 0.9999901494, "kOfN(3, five of 0.99)");
      },
    }),
    grading.example({
      name: "some of several that differ",
      points: 2,
      hint: "A mean of the parts is not enough: kOfN(1, [1, 0]) has one part that always works, so it is 1.",
      run(answer) {
        near(answer.call("kOfN", 1, [1, 0]), 1, "kOfN(1, [1, 0])");
        const parts = [0.99, 0.5, 0.8, 0.25, 0.9];
        for (let needed = 1; needed <= parts.length; needed++) {
          near(
            answer.call("kOfN", needed, parts),
            countAllCases(needed, parts),
            `kOfN(${needed}, ${JSON.stringify(parts)})`,
          );
        }
        return "6 systems";
      },
    }),
    grading.example({
      name: "no parts at all, and more needed than there are",
      points: 2,
      hint: "What is needed of nothing is there; what nothing is enough for is not.",
      run(answer) {
        near(answer.call("series", []), 1, "series([])");
        near(answer.call("parallel", []), 0, "parallel([])");
        near(answer.call("kOfN", 0, []), 1, "kOfN(0, [])");
        near(answer.call("kOfN", 0, [0.5, 0.5]), 1, "kOfN(0, [0.5, 0.5])");
        near(answer.call("kOfN", 1, []), 0, "kOfN(1, [])");
        near(answer.call("kOfN", 3, [0.9, 0.9]), 0, "kOfN(3, [0.9, 0.9])");
      },
    }),
    grading.example({
      name: "sixty parts",
      points: 1,
      hint: "Two to the power of sixty cases are too many to list. Take the parts one at a time.",
      run(answer) {
        near(answer.call("kOfN", 60, alike(60, 0.99)), 0.99 ** 60, "kOfN(60, sixty of 0.99)");
        near(answer.call("kOfN", 30, [...alike(30, 1), ...alike(30, 0)]), 1, "kOfN(30, thirty of 1 and thirty of 0)");
      },
    }),
    grading.example({
      name: "a list of parts that cannot be changed will do",
      points: 1,
      hint: "Sort or empty a copy, if you must: the list that you are given here cannot be changed.",
      run(answer) {
        const frozen = grading.code((parts: readonly number[]) => Object.freeze(parts), [0.9, 0.9, 0.9]);
        near(answer.call("kOfN", 2, frozen), 0.972, "kOfN(2, a list that cannot be changed)");
        near(answer.call("series", frozen), 0.729, "series(a list that cannot be changed)");
        near(answer.call("parallel", frozen), 0.999, "parallel(a list that cannot be changed)");
      },
    }),
  ],
});
