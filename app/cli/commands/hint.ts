/** `distlab hint`: one hint more each time. */
import type { Command } from "commander";
import { grading } from "distlab";
import { Attempts } from "../../course/attempts";
import type { Context } from "../context";
import { oneId } from "./exercise-ids";

export function define(command: Command, context: Context): void {
  command
    .argument("<id>", "NN-slug/name")
    .option("--all", "show all hints")
    .addHelpText("after", "\nEach call shows one hint more. Hints cost no points.")
    .action((typed: string, flags: { readonly all?: true }) => hint(typed, flags.all === true, context));
}

async function hint(typed: string, all: boolean, { root, out }: Context): Promise<void> {
  const id = await oneId(root, typed);
  const { hints } = grading.loadExercise(root, id);
  const { hintsShown } = await new Attempts(root).change(id, (old) => ({
    hintsShown: all ? hints.length : Math.min(old.hintsShown + 1, hints.length),
  }));
  for (const [index, text] of hints.slice(0, hintsShown).entries()) {
    out.line(`${out.style("dim", `Hint ${index + 1} of ${hints.length}:`)} ${text}`);
  }
  if (hintsShown === hints.length) out.line(`\nThat was the last. distlab solution ${id} --show shows a solution.`);
}
