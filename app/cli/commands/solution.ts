/** `distlab solution`: the course's own answer, to those who have passed or ask for it in so many words. */
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { grading } from "distlab";
import { Attempts } from "../../course/attempts";
import type { Context } from "../context";
import { CommandError } from "../errors";
import { oneId } from "./exercise-ids";

export function define(command: Command, context: Context): void {
  command
    .argument("<id>", "NN-slug/name")
    .option("--show", "show it though the exercise has not been passed")
    .action((typed: string, flags: { readonly show?: true }) => solution(typed, flags.show === true, context));
}

async function solution(typed: string, show: boolean, { root, out }: Context): Promise<void> {
  const id = await oneId(root, typed);
  const attempts = new Attempts(root);
  const { best, maxScore } = await attempts.of(id);
  const passed = maxScore > 0 && best >= maxScore;
  if (!passed && !show) {
    const remedy = `distlab hint ${id} helps without giving it away; distlab solution ${id} --show shows it all the same.`;
    throw new CommandError(`${id} has not been passed yet`, remedy);
  }
  const text = await readFile(grading.exerciseFiles(root, id).solution, "utf8").catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new CommandError(
        "this copy of the course was handed out without solutions",
        "Whoever handed it out has them.",
      );
    },
  );
  if (!passed) await attempts.change(id, () => ({ solutionShown: true }));
  out.write(text);
  out.line(`\n${out.style("dim", "What it does that others need not:")} ${grading.loadExercise(root, id).difference}`);
}
