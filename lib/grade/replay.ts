/** `replay`: the run in which one check fails, again, as large as it is. Feedback prints the cell that calls it. */
import { textual } from "../draw/drawing";
import { show } from "../draw/show";
import type { Answers } from "./answers";
import { checkFile } from "./check-file";
import { directAnswer } from "./direct";
import { explainCheck } from "./explain";
import { courseRoot, loadExercise } from "./loader";
import type { CheckResult } from "./result";
import { runChecks } from "./run-checks";

/** Which answer is judged, and how. */
export interface ReplayOptions<Id extends keyof Answers> {
  /** What the answer's file would export. Default: the answer in your file. */
  readonly implementation?: Answers[Id];
  /** Added to all seeds, as the feedback says. Default 0. */
  readonly seedOffset?: number;
}

/**
 * Judges an answer by one check of its exercise and shows the run in which it fails: each of its events in words, the
 * player and the diagram. The same run comes each time, until the answer changes.
 * @param id `NN-slug/name`
 * @param number which of the exercise's checks, counted from 1 as `check` lists them
 * @throws Error where there is no such exercise
 * @throws RangeError where it has no such check
 */
export async function replay<Id extends keyof Answers>(
  id: Id,
  number: number,
  options: ReplayOptions<Id> = {},
): Promise<void> {
  const { implementation, seedOffset = 0 } = options;
  const root = courseRoot();
  const exercise = loadExercise(root, id);
  const { checks } = exercise;
  const only = checks[number - 1]?.name;
  if (only === undefined) {
    throw new RangeError(`number is ${number}; allowed is a whole number from 1 to ${checks.length}`);
  }
  const how = { only, seedOffset, drawings: "all" } as const;
  if (implementation !== undefined) {
    const [found] = runChecks(exercise, directAnswer(implementation), { ...how, place: "cell" });
    present(found, []);
    return;
  }
  const { checks: found, problems } = await checkFile({ root, id, ...how, types: false });
  present(found[number - 1], problems);
}

function present(found: CheckResult | undefined, problems: readonly string[]): void {
  if (!found) return;
  const { replay: _cell, ...check } = found;
  const words = problems.length > 0 ? problems.join("\n") : explainCheck(check, { full: true, diagram: false });
  show(
    textual(
      () => ({}),
      () => words,
    ),
  );
  const bundle = check.passed ? undefined : check.run?.bundle;
  if (bundle) show({ toMimeBundle: () => bundle, toString: () => "" });
}
