/**
 * Adds up. The score is reckoned from outside: against the checks that are expected, whatever an answer's own process
 * has reported; a check that is missing has failed.
 */
import { pointsOf } from "./exercise";
import type { Exercise } from "./exercise";
import type { CheckResult, ExerciseResult } from "./result";

/** What is known besides the checks' results. */
export type Circumstances = Partial<Pick<ExerciseResult, "typeErrors" | "problems" | "printed" | "milliseconds">>;

/** The result of an exercise, from whatever results there are of its checks. */
export function exerciseResult(
  exercise: Exercise,
  reported: readonly CheckResult[],
  circumstances: Circumstances = {},
): ExerciseResult {
  const { typeErrors = [], problems = [], printed = [], milliseconds = 0 } = circumstances;
  const byName = new Map(reported.map((result) => [result.name, result]));
  const checks = exercise.checks.map((check): CheckResult => {
    const { name, kind, points: maxPoints } = check;
    const result = byName.get(name);
    if (!result) return { name, kind, points: 0, maxPoints, passed: false, message: problems[0] ?? "was not reached" };
    const passed = result.passed === true;
    // Points are those of the exercise, never more than it gives.
    const points = passed ? maxPoints : clamped(result.points, maxPoints - 1);
    return { ...result, name, kind, maxPoints, passed, points };
  });
  const score = checks.reduce((sum, { points }) => sum + points, 0);
  const maxScore = pointsOf(exercise);
  const passed = checks.every((check) => check.passed);
  return {
    id: exercise.id,
    title: exercise.title,
    score,
    maxScore,
    passed,
    checks,
    typeErrors,
    problems,
    printed,
    milliseconds,
    ...(passed ? { difference: exercise.difference } : {}),
  };
}

function clamped(points: unknown, most: number): number {
  return typeof points === "number" && points > 0 ? Math.min(Math.floor(points), most) : 0;
}
