/** `distlab check`: judges answers and says why one is wrong; with `--watch`, again whenever a file is saved. */
import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { grading } from "distlab";
import { Attempts } from "../../course/attempts";
import type { Context } from "../context";
import { UsageError } from "../errors";
import { counted, duration } from "../terminal";
import { emphasis, idsFrom, seedOffset } from "./exercise-ids";

interface Flags {
  readonly watch?: true;
  readonly solutions?: true;
  readonly json?: true;
  readonly full?: true;
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
    .option("-w, --watch", "check again whenever a file is saved, until Ctrl-C")
    .option("--solutions", "check the course's own solutions instead of your files")
    .option("--seed-from <text>", "other seeds, made from this text, such as your name")
    .option("--no-types", "do not look for TypeScript's errors")
    .option("--full", "tell long failing runs whole, not only how they begin and end")
    .option("--timeout <seconds>", "for the checks of one exercise", readSeconds, 30)
    .option("--json", "print the results as JSON (docs/schemas/check.schema.json)")
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
    if (flags.json !== true) context.out.line(`${explained(result, flags, context)}\n`);
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

function explained(result: grading.ExerciseResult, flags: Flags, { out }: Context): string {
  const told = grading.explainResult(result, { emphasis: emphasis(out), full: flags.full === true });
  if (result.passed || flags.solutions === true) return told;
  return `${told}\n\n  ${out.style("dim", "More help:")} distlab hint ${result.id}`;
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

/** Resolves at Ctrl-C. Editors save by renaming, so it is the folders that are watched. */
async function watching(ids: readonly string[], flags: Flags, context: Context): Promise<void> {
  if (ids.length === 0)
    throw new UsageError("--watch what? You have begun no exercise yet; distlab next says which is next");
  const answers = new Map(ids.map((id) => [grading.exerciseFiles(context.root, id).answer, id]));
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  let work: Promise<void> = Promise.resolve();
  const queue = (id: string): void => {
    work = work
      .then(() => checkAgain(id, ids, flags, context))
      .catch((error: unknown) => context.error.line(String(error)));
  };
  /** Some editors write a file in several steps. */
  const soon = (id: string): void => {
    clearTimeout(waiting.get(id));
    waiting.set(id, setTimeout(queue, 60, id));
  };
  const folders = new Set([...answers.keys()].map((path) => dirname(path)));
  const watchers = [...folders].map((folder) =>
    watch(folder, (_event, name) => {
      for (const [path, id] of answers) {
        if (dirname(path) === folder && (name === null || basename(path) === name)) soon(id);
      }
    }).on("error", (error) => context.error.line(`watching failed: ${error.message}`)),
  );
  for (const id of ids) queue(id);
  await new Promise<void>((resolve) => context.onInterrupt(resolve));
  for (const watcher of watchers) watcher.close();
  for (const timer of waiting.values()) clearTimeout(timer);
  await work;
}

async function checkAgain(id: string, ids: readonly string[], flags: Flags, context: Context): Promise<void> {
  const result = await checkOne(id, flags, context);
  const what = ids.length === 1 ? `exercises/${id}.ts` : `one of ${ids.length} files`;
  if (context.out.isTerminal && ids.length === 1) context.out.write("\u001B[2J\u001B[H");
  context.out.line(explained(result, flags, context));
  context.out.line(`\nchecked in ${duration(result.milliseconds)}; waiting for ${what} to be saved (Ctrl-C ends)`);
}
