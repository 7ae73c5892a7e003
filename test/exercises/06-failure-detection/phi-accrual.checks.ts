/** Judges `06-failure-detection/phi-accrual` by values from tables of the normal distribution. */
import { grading } from "distlab";
import type { SilenceOptions } from "distlab";

const usual: SilenceOptions = { window: 100, minStdDevMs: 1 };

/** A detector that has had heartbeats at `firstMs` and after each of these intervals, and when the last one came. */
function after(answer: grading.Answer, options: SilenceOptions, intervals: readonly number[], firstMs = 5000) {
  const made = answer.create("createDetector", options);
  let nowMs = firstMs;
  made.call("heartbeat", nowMs);
  for (const interval of intervals) made.call("heartbeat", (nowMs += interval));
  return (silenceMs: number): number => made.call("phi", nowMs + silenceMs) as number;
}

/** Twenty times 900 and 1100 ms: the mean is 1000, the deviation 100. */
const restless = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 900 : 1100));

/** Within 6 %, and a little: there are good approximations of the normal tail. */
function expectNear(happened: number, expected: number, what: string): void {
  const slack = 0.06 * expected + 0.03;
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  grading.expectBetween(happened, rounded(Math.max(0, expected - slack)), rounded(expected + slack), what);
}

export default grading.exercise({
  id: "06-failure-detection/phi-accrual",
  title: "How surprising is this silence?",
  kind: "write",
  exports: ["createDetector"],
  imports: ["logNormalTail"],
  hints: [
    "Two things to remember: when the last heartbeat came, and the last intervals. The first heartbeat ends no interval.",
    "How many deviations does the present silence lie above the mean? That is the z of the tail.",
    "The logarithm to base 10 is the natural one divided by `Math.LN10`.",
  ],
  difference: "The reference works with the logarithm of the chance throughout, so that nothing is ever rounded to 0.",
  checks: [
    grading.example({
      name: "as long as no interval is known, phi is 0",
      points: 1,
      hint: "One heartbeat is not an interval.",
      run(answer) {
        const made = answer.create("createDetector", usual);
        const never = made.call("phi", 9000);
        made.call("heartbeat", 10_000);
        grading.expectEqual([never, made.call("phi", 40_000)], [0, 0], "phi before the first heartbeat, and after one");
      },
    }),
    grading.example({
      name: "phi 1, 2 and 3 are reached where one silence in 10, 100 and 1,000 is as long",
      points: 3,
      hint: "Mean 1000, deviation 100. One normal variable in ten is more than 1.2816 deviations above its mean. `logNormalTail` is a natural logarithm, and phi counts tens.",
      run(answer) {
        const phi = after(answer, usual, restless);
        for (const [silence, expected] of [
          [1000, 0.30103],
          [1128.16, 1],
          [1232.63, 2],
          [1309.02, 3],
        ] as const) {
          expectNear(phi(silence), expected, `phi after ${silence} ms`);
        }
        return "4 silences";
      },
    }),
    grading.example({
      name: "a silence shorter than usual is no surprise",
      points: 1,
      hint: "The chance that a silence is *longer* than a very short one is nearly 1.",
      run(answer) {
        const phi = after(answer, usual, restless);
        expectNear(phi(900), 0.07503, "phi after 900 ms");
        expectNear(phi(300), 0, "phi after 300 ms");
      },
    }),
    grading.example({
      name: "only the last intervals count",
      points: 2,
      hint: "The oldest of the window goes when a new one comes.",
      run(answer) {
        const phi = after(answer, { ...usual, window: 40 }, [...Array.from({ length: 60 }, () => 5000), ...restless]);
        expectNear(phi(1232.63), 2, "phi after 1232.63 ms, when the 60 slow intervals are forgotten");
        const slow = after(answer, { ...usual, window: 40 }, [...restless, ...restless.map((one) => one + 4000)]);
        expectNear(slow(5232.63), 2, "phi after 5232.63 ms, when the 40 quick intervals are forgotten");
      },
    }),
    grading.example({
      name: "a perfectly regular past has the least deviation that is allowed",
      points: 2,
      hint: "A deviation of 0 would make any delay infinitely surprising.",
      run(answer) {
        const phi = after(
          answer,
          { window: 100, minStdDevMs: 20 },
          Array.from({ length: 30 }, () => 100),
        );
        expectNear(phi(125.63), 1, "phi after 125.63 ms, heartbeats every 100 ms, at least 20 ms deviation");
        expectNear(phi(161.8), 3, "phi after 161.8 ms");
        const once = after(answer, { window: 100, minStdDevMs: 20 }, [100]);
        expectNear(once(125.63), 1, "phi after 125.63 ms, when a single interval of 100 ms is known");
      },
    }),
    grading.example({
      name: "asking changes nothing, and a heartbeat ends the surprise",
      points: 1,
      hint: "The silence is counted from the last heartbeat.",
      run(answer) {
        const phi = after(answer, usual, restless);
        grading.expectEqual(phi(1200), phi(1200), "phi after 1200 ms, asked twice");
        const again = after(answer, usual, [...restless, 1000]);
        expectNear(again(100), 0, "phi 100 ms after a heartbeat");
      },
    }),
    grading.example({
      name: "phi goes on growing, as a finite number, however long it takes",
      points: 2,
      hint: "The chance at forty deviations is rounded to 0. Its logarithm need not be.",
      run(answer) {
        const phi = after(answer, usual, restless);
        const values = [1500, 2000, 5000, 10_000].map(phi);
        grading.expectTrue(
          values.every((value) => Number.isFinite(value)),
          `phi after 1.5, 2, 5 and 10 s is ${values.join(", ")}`,
        );
        grading.expectTrue(values[0]! > 6, `phi five deviations above the mean is ${values[0]}, and should be above 6`);
        grading.expectTrue(
          values.every((value, index) => index === 0 || value > values[index - 1]!),
          `phi after 1.5, 2, 5 and 10 s does not grow: ${values.join(", ")}`,
        );
      },
    }),
  ],
});
