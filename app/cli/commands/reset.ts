/** `distlab reset`: exercises, or predictions, back to what they began as. What was there is kept aside. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Command } from "commander";
import { grading } from "distlab";
import { exclusively, keepAside, readIfPresent, writeAtomically } from "../../course/files";
import { Records } from "../../course/records";
import type { Context } from "../context";
import { UsageError } from "../errors";
import { idsFrom } from "./exercise-ids";

export function define(command: Command, context: Context): void {
  command
    .argument("[id...]", "NN-slug/name, or a chapter: 05")
    .option("--all", "every exercise of the course")
    .option("--predictions", "what you predicted in the page instead: of the chapters named, or of all")
    .addHelpText("after", "\nNothing is lost: your text is put into .distlab/kept/, and the place is told.")
    .action((typed: readonly string[], flags: { readonly all?: true; readonly predictions?: true }) =>
      flags.predictions === true ? resetPredictions(typed, context) : reset(typed, flags.all === true, context),
    );
}

async function resetPredictions(typed: readonly string[], { root, out }: Context): Promise<void> {
  const chapters = new Set((await idsFrom(root, typed, true)).map((id) => id.split("/")[0]));
  const isMeant = ({ id }: { readonly id: string }): boolean => typed.length === 0 || chapters.has(id.split("/")[0]);
  const forgotten = await new Records(root).forgetPredictions(isMeant);
  if (forgotten.length === 0) return out.line("There are no predictions to take back.");
  const text = Buffer.from(`${JSON.stringify(forgotten, null, 2)}\n`);
  const kept = await keepAside(root, "predictions/made.json", text, new Date());
  const what = forgotten.length === 1 ? "1 prediction is" : `${forgotten.length} predictions are`;
  out.line(`${what} taken back; you find them in ${kept}. Reload the page to answer again.`);
}

async function reset(typed: readonly string[], all: boolean, { root, out }: Context): Promise<void> {
  if (typed.length === 0 && !all) throw new UsageError("reset what? An exercise, a chapter, or --all");
  for (const id of await idsFrom(root, typed, all)) out.line(await resetOne(root, id));
}

async function resetOne(root: string, id: string): Promise<string> {
  const { answer, stub } = grading.exerciseFiles(root, id);
  const begun = await readIfPresent(stub);
  if (begun === null) return `${id}: has no stub to go back to`;
  return exclusively(answer, async () => {
    const old = await readIfPresent(answer);
    if (old?.equals(begun) === true) return `${id}: is as it began`;
    const kept = old === null ? null : await keepAside(root, `exercises/${id}.ts`, old, new Date());
    await mkdir(dirname(answer), { recursive: true });
    await writeAtomically(answer, begun);
    return `${id}: is back at its beginning${kept === null ? "" : `; your text is in ${kept}`}`;
  });
}
