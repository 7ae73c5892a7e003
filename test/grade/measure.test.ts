/** Exercises in which numbers are measured, and budgets: both sides of every bound. */
import { describe, expect, test } from "vitest";
import { expectBudget, memoryBudget, messageBudget, sizeOf } from "../../lib/grade/budgets";
import { directAnswer } from "../../lib/grade/direct";
import { measure } from "../../lib/grade/measure";
import { runChecks } from "../../lib/grade/run-checks";
import type { World } from "../../lib/protocol";

const seconds = {
  exported: "seconds",
  name: "the time is right",
  points: 2,
  unit: "s",
  least: 10,
  most: 20,
  why: "a run varies by a few seconds",
  hint: "look at the clock",
};
const about = { id: "01-why-distribute/time", title: "Time", hints: ["one", "two"], difference: "none" };
const judged = (value: unknown) =>
  runChecks(measure({ ...about, numbers: [seconds] }), directAnswer({ seconds: value }), { drawings: "none" })[0]!;

describe("measure", () => {
  test("both bounds may be reached, and what is between them is right", () => {
    for (const value of [10, 15, 20]) expect(judged(value)).toMatchObject({ passed: true, points: 2 });
  });

  test("what is below the one or above the other earns nothing, and is not told the bound", () => {
    expect(judged(9.99)).toMatchObject({ passed: false, points: 0, message: "seconds is 9.99 s: too low" });
    expect(judged(20.01)).toMatchObject({ passed: false, points: 0, message: "seconds is 20.01 s: too high" });
    expect(JSON.stringify(judged(20.01))).not.toContain("20 ");
  });

  test("why the bounds are where they are is told after a pass only", () => {
    expect(judged(15).coverage).toBe(seconds.why);
    expect(JSON.stringify(judged(9))).not.toContain(seconds.why);
  });

  test("what is no number is wrong, whatever it is", () => {
    for (const value of ["15", null, [15], true]) expect(judged(value).message).toContain("expected a number (s)");
  });

  test("each number is a check of its own, so that half of them give half the points", () => {
    const exercise = measure({ ...about, numbers: [seconds, { ...seconds, exported: "other", name: "another" }] });
    const results = runChecks(exercise, directAnswer({ seconds: 12, other: 1 }), { drawings: "none" });
    expect(exercise.exports).toEqual(["seconds", "other"]);
    expect(results.map(({ passed }) => passed)).toEqual([true, false]);
  });

  test("bounds that are none are refused before anything runs", () => {
    expect(() => measure({ ...about, numbers: [{ ...seconds, least: 21 }] })).toThrow(
      "bounds of seconds are 21 and 20",
    );
    expect(() => measure({ ...about, numbers: [{ ...seconds, most: Infinity }] })).toThrow("allowed are two numbers");
    expect(() => measure({ ...about, numbers: [{ ...seconds, why: " " }] })).toThrow("why of seconds is empty");
  });
});

describe("budgets", () => {
  const world = (state: string) => ({ state: () => state }) as unknown as World;

  test("a budget may be used up and not overdrawn", () => {
    expect(() => expectBudget(7, 7, "calls")).not.toThrow();
    expect(() => expectBudget(8, 7, "calls")).toThrow("calls: used 8, and the budget is 7");
  });

  test("messages are counted over the whole run", () => {
    const counts = (sent: number) =>
      ({ counts: { sent } }) as unknown as Parameters<ReturnType<typeof messageBudget>>[0];
    expect(messageBudget(7)(counts(7))).toBe(true);
    expect(messageBudget(7)(counts(8))).toBe("8 messages were sent, and the budget is 7");
  });

  test("memory is counted at every moment, as the length of its JSON", () => {
    expect(sizeOf("abc")).toBe(5);
    expect(memoryBudget(5, ["A"]).holds(world("abc"))).toBe(true);
    expect(memoryBudget(5, ["A"]).holds(world("abcd"))).toContain("takes 6 characters");
  });
});
