/** `distlab check`: judges answers and says why one is wrong; with `--watch`, again whenever a file is saved. */
import { watch } from "node:fs";
import { dirname } from "node:path";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { grading } from "distlab";
import { Attempts } from "../../course/attempts";
import type { Context } from "../context";
import { CommandError, UsageError } from "../errors";
import { counted, duration } from "../terminal";
import { emphasis, idsFrom, seedOffset } from "./exercise-ids";

interface Flags {
  readonly watch?: true;
  readonly solutions?: true;
  readonly json?: true;
  readonly seedFrom?: string;
  readonly types: boolean;
  readonly timeout: number;
}

function readSeconds(typed: string): number {
  const seconds = Number(typed);
  if (seconds >= 1 && seconds <= 3600) return seconds;
  throw new InvalidArgumentError("Allowed is a number of seconds from 1 to 3600.");
}

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .argument("[id...]", "NN-slug/name, or a chapter: 05 (default: every exercise that you have begun)")
    .option("-w, --watch", "check again whenever the file is saved, until Ctrl-C")
    .option("--solutions", "check the course's own solutions instead of your files")
    .option("--seed-from <text>", "other seeds, made from this text, such as your name")
    .option("--no-types", "do not look for TypeScript's errors")
    .option("--timeout <seconds>", "for the checks of one exercise", readSeconds, 30)
    .option(
      "--json",
      "print {score, maxScore, exercises: [{id, score, maxScore, checks: [{name, passed, points, message}]}]}",
    )
    .addHelpText("after", "\nExit code: 0 if everything passed, 1 otherwise.")
    .action(async (typed: readonly string[], flags: Flags) => {
      const ids = await idsFrom(context.root, typed, flags.solutions === true);
      if (flags.watch === true) return watching(ids, flags, context);
      finish(await checkAll(ids, flags, context));
    });
}

async function checkAll(ids: readonly string[], flags: Flags, context: Context): Promise<number> {
  const exercises: grading.ExerciseResult[] = [];
  for (const id of ids) {
    const result = await checkOne(id, flags, context);
    exercises.push(result);
    if (flags.json !== true) context.out.line(`${grading.explainResult(result, emphasis(context.out))}\n`);
  }
  const score = exercises.reduce((sum, one) => sum + one.score, 0);
  const maxScore = exercises.reduce((sum, one) => sum + one.maxScore, 0);
  if (flags.json === true) {
    const told = exercises.map((one) => ({ ...one, checks: one.checks.map(withoutPictures) }));
    context.out.line(JSON.stringify({ score, maxScore, exercises: told }, null, 2));
  } else if (ids.length === 0) context.out.line("You have begun no exercise yet: distlab next says which is next.");
  else if (ids.length > 1) context.out.line(`${score} of ${counted(maxScore, "point")}`);
  return exercises.every(({ passed }) => passed) ? 0 : 1;
}

function withoutPictures({ run, ...check }: grading.CheckResult): object {
  if (run === undefined) return check;
  return { ...check, run: { sentence: run.sentence, lines: run.lines, size: run.size, diagram: run.diagram } };
}

async function checkOne(id: string, flags: Flags, context: Context): Promise<grading.ExerciseResult> {
  const { root } = context;
  const files = grading.exerciseFiles(root, id);
  const result = await grading.checkFile({
    root,
    id,
    path: flags.solutions === true ? files.solution : files.answer,
    seedOffset: seedOffset(flags.seedFrom),
    types: flags.types,
    timeMsMax: flags.timeout * 1000,
  });
  if (flags.solutions !== true) await new Attempts(root).noteScore(id, result);
  return result;
}

/** Resolves at Ctrl-C. Editors save by renaming, so it is the folder that is watched. */
async function watching(ids: readonly string[], flags: Flags, context: Context): Promise<void> {
  if (ids.length !== 1) throw new UsageError(`--watch takes one exercise; ${ids.length} are meant`);
  const id = ids[0]!;
  const { answer } = grading.exerciseFiles(context.root, id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let work: Promise<void> = Promise.resolve();
  const again = async (): Promise<void> => {
    const result = await checkOne(id, flags, context);
    if (context.out.isTerminal) context.out.write("\u001B[2J\u001B[H");
    context.out.line(grading.explainResult(result, emphasis(context.out)));
    context.out.line(`\nchecked in ${duration(result.milliseconds)}; waiting for ${answer} to be saved (Ctrl-C ends)`);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (work = work.then(again, again)), 60);
  };
  const watcher = watch(dirname(answer), (_event, name) => {
    if (name === null || answer.endsWith(name)) soon();
  });
  watcher.on("error", (error) => context.error.line(`watching failed: ${error.message}`));
  await again();
  await new Promise<void>((resolve) => context.onInterrupt(resolve));
  watcher.close();
  await work.catch((error: unknown) => {
    throw new CommandError(String(error));
  });
}
