// What the page asks about an exercise beyond its file: checking, hints, the solution, TypeScript's opinion. The same
// library and the same record as the command line's, so what is earned or opened in one is known in the other.
import { readFile } from "node:fs/promises";
import { grading } from "distlab";
import type { ExerciseState, Grader, ShownSolution, TypeFault } from "../server/contract";
import { Attempts } from "./attempts";

/** @param root the course's folder */
export function courseGrader(root: string): Grader {
  const attempts = new Attempts(root);

  async function state(id: string): Promise<ExerciseState> {
    const { hints, checks, kind } = grading.loadExercise(root, id);
    const { best, hintsShown, solutionShown } = await attempts.of(id);
    const maxScore = grading.pointsOf({ checks });
    const passed = best >= maxScore;
    return {
      id,
      kind,
      best,
      maxScore,
      passed,
      hints: hints.slice(0, hintsShown),
      hintCount: hints.length,
      solutionShown,
    };
  }

  async function check(id: string): Promise<grading.ExerciseResult> {
    const result = await grading.checkFile({ root, id });
    await attempts.noteScore(id, result);
    return result;
  }

  async function hint(id: string): Promise<ExerciseState> {
    const { hints } = grading.loadExercise(root, id);
    await attempts.change(id, ({ hintsShown }) => ({ hintsShown: Math.min(hintsShown + 1, hints.length) }));
    return state(id);
  }

  async function solution(id: string, asked: boolean): Promise<ShownSolution | null> {
    const { passed } = await state(id);
    if (!passed && !asked) return null;
    if (!passed) await attempts.change(id, () => ({ solutionShown: true }));
    const content = await readFile(grading.exerciseFiles(root, id).solution, "utf8");
    return { id, content, difference: grading.loadExercise(root, id).difference };
  }

  const typeErrors = (id: string, content: string): Promise<readonly TypeFault[]> =>
    grading.diagnose(root, grading.exerciseFiles(root, id).answer, content);

  return {
    has: (id) => grading.exerciseIds(root).includes(id),
    best: () => attempts.all(),
    state,
    check,
    hint,
    solution,
    typeErrors,
  };
}
