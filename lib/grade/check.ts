/** `check` and `hint`: what a chapter's cells call. */
import { textual } from "../draw/drawing";
import type { Drawing, MimeBundle } from "../draw/drawing";
import { show } from "../draw/show";
import type { Answers } from "./answers";
import { checkFile } from "./check-file";
import { directAnswer } from "./direct";
import { explainResult } from "./explain";
import { courseRoot, loadExercise } from "./loader";
import type { ExerciseResult } from "./result";
import { runChecks } from "./run-checks";
import { exerciseResult } from "./score";

/**
 * Checks an exercise and shows the result: the answer in your file, or one that was written in a cell.
 * @param id `NN-slug/name`
 * @param implementation what the answer's file would export, to try it without a file
 * @throws Error where there is no such exercise
 */
export async function check<Id extends keyof Answers>(id: Id, implementation?: Answers[Id]): Promise<void> {
  const root = courseRoot();
  if (implementation === undefined) return present(await checkFile({ root, id }));
  const exercise = loadExercise(root, id);
  present(exerciseResult(exercise, runChecks(exercise, directAnswer(implementation), { place: "cell" })));
}

function present(result: ExerciseResult): void {
  show(resultDrawing(result));
  const bundle = result.checks.find(({ passed, run }) => !passed && run?.bundle !== undefined)?.run?.bundle;
  if (bundle) show({ toMimeBundle: () => ({ ...bundle, ...marked(result) }), toString: () => "" });
}

/** Says that an output is a check's: it depends on the reader's answer, so a comparison of chapters leaves it out. */
const marked = ({ id, score, maxScore }: ExerciseResult): MimeBundle => ({
  "application/vnd.distlab.check+json": { id, score, maxScore },
});

/** A result as a drawing: its words, and the data for a page that lays it out itself. */
export function resultDrawing(result: ExerciseResult): Drawing {
  return textual(
    () => marked(result),
    () => explainResult(result, { diagram: false, seeAll: "the player below" }),
  );
}

/**
 * Shows the first hints of an exercise.
 * @param count how many, from 1. Default 1; each says a little more
 * @throws Error where there is no such exercise
 */
export function hint<Id extends keyof Answers>(id: Id, count = 1): void {
  const { hints } = loadExercise(courseRoot(), id);
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`count is ${count}; allowed is a whole number from 1`);
  const lines = hints.slice(0, count).map((text, index) => `Hint ${index + 1} of ${hints.length}: ${text}`);
  show(
    textual(
      () => ({}),
      () => lines.join("\n"),
    ),
  );
}
