/** `distlab nbgrader`: writes assignments for nbgrader. */
import type { Command } from "commander";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeAtomically } from "../../course/files";
import type { Assignable } from "../../grade/nbgrader";
import type { Context } from "../context";
import { exitCodes } from "../errors";
import { counted } from "../terminal";
import { idsFrom } from "./exercise-ids";

interface Flags {
  readonly out: string;
  readonly solutions?: true;
}

const notes = `
Writes source/<chapter>/<chapter>.ipynb and nbgrader_config.py, as nbgrader wants
them: nbgrader generate_assignment <chapter> makes what is handed out. The kernel
is the course's (distlab jupyter install). nbgrader runs answers unguarded: grade
strangers' notebooks with distlab grade, which reads the same cells in a sandbox.`;

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .argument("[id...]", "exercises (05-two-generals/idempotent-receiver) or chapters (05); default: all")
    .requiredOption("--out <folder>", "where they are written")
    .option("--solutions", "with the reference solutions instead of the stubs, to try them out")
    .addHelpText("after", notes)
    .action(async (wanted: readonly string[], flags: Flags) => finish(await write(wanted, flags, context)));
}

async function write(wanted: readonly string[], flags: Flags, context: Context): Promise<number> {
  const { assignmentNotebook, nbgraderConfiguration } = await import("../../grade/nbgrader");
  const ids = await idsFrom(context.root, wanted, true);
  const out = resolve(context.cwd, flags.out);
  const byChapter = grouped(ids);
  for (const [chapter, members] of byChapter) {
    const folder = join(out, "source", chapter);
    await mkdir(folder, { recursive: true });
    const exercises = await assignables(members, flags.solutions === true, context.root);
    await writeAtomically(join(folder, `${chapter}.ipynb`), assignmentNotebook(chapter, exercises));
  }
  await writeAtomically(join(out, "nbgrader_config.py"), nbgraderConfiguration);
  context.out.line(`${counted(ids.length, "exercise")} in ${counted(byChapter.size, "assignment")}: ${flags.out}`);
  return exitCodes.done;
}

const chapterOf = (id: string): string => id.split("/")[0] ?? id;

function grouped(ids: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) groups.set(chapterOf(id), [...(groups.get(chapterOf(id)) ?? []), id]);
  return groups;
}

async function assignables(ids: readonly string[], solutions: boolean, root: string): Promise<readonly Assignable[]> {
  const { makeJudge } = await import("../../grade/entry");
  const { exerciseFiles } = await import("../../grade/nbgrader");
  const scratch = await mkdtemp(join(tmpdir(), "distlab-nbgrader-"));
  try {
    return await Promise.all(
      ids.map(async (id) => {
        const files = exerciseFiles(root, id);
        const { exercise } = await makeJudge(root, files.checks, scratch);
        return { exercise, answer: await readFile(solutions ? files.solution : files.stub, "utf8") };
      }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
