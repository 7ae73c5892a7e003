/**
 * What an exercise is, for those who write and those who judge one. A file `test/exercises/NN-slug/<name>.checks.ts`
 * exports one by default: `export default grading.exercise({ … })`.
 */
import type { Traced } from "../trace/replay";
import type { Answer } from "./answer";
import type { CheckKind } from "./result";

/** `write` it, `break` it, `predict` it, `measure` it. */
export type ExerciseKind = "write" | "break" | "predict" | "measure";

/** An exercise and how it is judged. */
export interface Exercise {
  /** `NN-slug/name`. */
  readonly id: string;
  readonly title: string;
  readonly kind: ExerciseKind;
  /** The names that an answer must export. */
  readonly exports: readonly string[];
  /** The values that an answer may import from `distlab`; types it may always import. Default: none. */
  readonly imports?: readonly string[];
  /** Those of the exported functions that must leave what is passed in as it is, as the stub says. Default: none. */
  readonly pure?: readonly string[];
  /** One after the other, each says a little more; the last all but gives it away. */
  readonly hints: readonly string[];
  /** What the reference solution does that a right answer need not do, and why. Told after a pass. */
  readonly difference: string;
  readonly checks: readonly Check[];
}

/** What a check may know besides the answer. */
export interface Setting {
  /** Added to every seed, so that no answer can be tuned to known runs. 0 by default. */
  readonly seedOffset: number;
}

/** One claim about an answer. */
export interface Check {
  readonly name: string;
  readonly kind: CheckKind;
  /** At least 1. */
  readonly points: number;
  /** Shown when the check fails: where to look. */
  readonly hint?: string;
  /** Judges. What it throws, an AnswerError or a Wrong among them, has failed the check. */
  run(answer: Answer, setting: Setting): Outcome;
}

/** What a check found. */
export interface Outcome {
  readonly passed: boolean;
  /** In one sentence. */
  readonly message: string;
  readonly expected?: string;
  readonly happened?: string;
  readonly coverage?: string;
  readonly run?: FailingRun;
  /** Points earned, where a check gives some without being passed in full. Default: all or none. */
  readonly points?: number;
}

/** A run that shows what is wrong. */
export interface FailingRun {
  readonly traced: Traced;
  readonly sentence: string;
  readonly lines: readonly string[];
  readonly size: number;
}

/** Thrown by a check's code where an answer is wrong. */
export class Wrong extends Error {
  override readonly name = "Wrong";
  constructor(readonly found: Omit<Outcome, "passed">) {
    super(found.message);
  }
}

/**
 * Checks the exercise itself and returns it.
 * @throws RangeError that names what is not allowed
 */
export function exercise(given: Exercise): Exercise {
  if (!/^\d\d-[a-z0-9-]+\/[a-z0-9-]+$/.test(given.id)) refuse("id", given.id, "NN-slug/name");
  if (given.checks.length === 0) refuse("checks", "empty", "one or more");
  if (given.exports.length === 0) refuse("exports", "empty", "one name or more");
  const stranger = given.pure?.find((name) => !given.exports.includes(name));
  if (stranger !== undefined) refuse("pure", stranger, "names that are exported");
  if (given.hints.length < 2) refuse("hints", `${given.hints.length} long`, "two or more, each saying a little more");
  const names = new Set<string>();
  for (const { name, points } of given.checks) {
    if (names.has(name)) refuse("checks", `two of the name "${name}"`, "a name of its own for each");
    if (!(Number.isInteger(points) && points >= 1)) refuse(`points of "${name}"`, points, "a whole number from 1");
    names.add(name);
  }
  return given;
}

function refuse(option: string, value: unknown, allowed: string): never {
  throw new RangeError(`${option} is ${String(value)}; allowed is ${allowed}`);
}

/** All the points that an exercise gives. */
export function pointsOf({ checks }: Pick<Exercise, "checks">): number {
  return checks.reduce((sum, { points }) => sum + points, 0);
}
