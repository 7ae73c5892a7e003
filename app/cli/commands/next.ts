/** `distlab next`: the first exercise that has not all its points, and how to begin. */
import type { Command } from "commander";
import { grading } from "distlab";
import { Attempts } from "../../course/attempts";
import type { Context } from "../context";

export function define(command: Command, context: Context): void {
  command.action(() => next(context));
}

async function next({ root, out }: Context): Promise<void> {
  const records = await new Attempts(root).all();
  const ids = grading.exerciseIds(root);
  const id = ids.find((one) => (records[one]?.best ?? 0) < (records[one]?.maxScore || 1));
  if (id === undefined) {
    out.line(ids.length === 0 ? "There are no exercises yet." : "Every exercise has all its points. Well done!");
    return;
  }
  const exercise = grading.loadExercise(root, id);
  const record = records[id];
  const points = grading.pointsOf(exercise);
  out.line(`${out.style("bold", exercise.title)}  ${record ? `${record.best} of ` : ""}${points} points`);
  out.line(`  edit    exercises/${id}.ts`);
  out.line(`  check   distlab check ${id} --watch`);
  out.line(`  hint    distlab hint ${id}`);
}
