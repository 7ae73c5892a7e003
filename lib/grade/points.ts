/** `points`: what a cell that is graded by another program, such as nbgrader, ends with. */
import type { Answers } from "./answers";
import { directAnswer } from "./direct";
import { courseRoot, loadExercise } from "./loader";
import { runChecks } from "./run-checks";
import { exerciseResult } from "./score";

/**
 * The points that an implementation earns, from 0 to all that the exercise gives. It never throws for what the
 * implementation does.
 * @param id `NN-slug/name`
 * @param implementation what the answer's file would export
 * @throws Error where there is no such exercise
 */
export function points<Id extends keyof Answers>(id: Id, implementation: Answers[Id]): number {
  const exercise = loadExercise(courseRoot(), id);
  const results = runChecks(exercise, directAnswer(implementation), { drawings: "none" });
  return exerciseResult(exercise, results).score;
}
