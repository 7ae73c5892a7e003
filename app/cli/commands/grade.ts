/** `distlab grade`: scores submissions that are not trusted, and writes every report. */
import type { Command } from "commander";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { grading } from "distlab";
import type { Batch } from "../../grade/batch";
import { problemsOf, withoutPictures } from "../../grade/reports/formats";
import type { Context } from "../context";
import { CommandError, exitCodes, UsageError } from "../errors";
import { counted, duration } from "../terminal";
import { idsFrom } from "./exercise-ids";

interface Flags {
  readonly out: string;
  readonly exercise?: readonly string[];
  readonly jobs?: string;
  readonly resume?: true;
  readonly allowWeakSandbox?: true;
  readonly seedFrom?: string;
  readonly json?: true;
}

const notes = `
A submission is a file, a folder, a zip archive or a notebook, in which answers
are the cells tagged with an exercise's id; a folder of these is a class. Files
are known by their exercise's path (05-two-generals/idempotent-receiver.ts) or
name; with one --exercise, a single file of any name is its answer.

Reports in --out: results.json, scores.csv, junit.xml, summary.{json,md,html},
and for each learner gradescope.json, classroom50.json, feedback.{md,html}.
docs/schemas/ describes the JSON.

Exit codes: 0 all were graded, whatever they scored · 1 they could not be · 2 usage`;

export function define(command: Command, context: Context, finish: (exitCode: number) => void): void {
  command
    .argument("<submission...>", "files, folders, zip archives or notebooks")
    .requiredOption("--out <folder>", "where the reports are written")
    .option("--exercise <id...>", "which exercises or chapters count (default: what anybody handed in)")
    .option("--jobs <number>", "how many are judged at a time (default: as many as there are cores)")
    .option("--resume", "go on with a batch: what has been judged already is kept")
    .option("--allow-weak-sandbox", "grade although bubblewrap does not work here")
    .option("--seed-from <text>", "give every learner seeds of their own, made of this text and their name")
    .option("--json", "print all results, as results.json has them, instead of words")
    .addHelpText("after", notes)
    .action(async (paths: readonly string[], flags: Flags) => finish(await grade(paths, flags, context)));
}

async function grade(given: readonly string[], flags: Flags, context: Context): Promise<number> {
  const jobs = jobsOf(flags.jobs);
  const paths = given.map((path) => resolve(context.cwd, path));
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new UsageError(`there is no ${missing}`);
  const stopper = new AbortController();
  const release = context.onInterrupt(() => stopper.abort());
  try {
    const batch = await run(paths, jobs, flags, stopper.signal, context);
    tell(batch, flags, context);
    return stopper.signal.aborted ? exitCodes.interrupted : exitCodes.done;
  } finally {
    release();
  }
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  throw new UsageError(`--jobs is ${text}; allowed is a whole number from 1 to 256`);
}

async function run(
  paths: readonly string[],
  jobs: number,
  flags: Flags,
  signal: AbortSignal,
  context: Context,
): Promise<Batch> {
  const { gradeBatch } = await import("../../grade/batch");
  const { writeReports } = await import("../../grade/reports/write");
  const out = resolve(context.cwd, flags.out);
  const exercises = flags.exercise && (await idsFrom(context.root, flags.exercise, false));
  try {
    const batch = await gradeBatch({
      root: context.root,
      paths,
      out,
      jobs,
      signal,
      resume: flags.resume === true,
      allowWeakSandbox: flags.allowWeakSandbox === true,
      ...(exercises === undefined ? {} : { exercises }),
      ...(flags.seedFrom === undefined ? {} : { seedFrom: flags.seedFrom }),
      onProgress: (done, total, result) => context.error.line(progress(done, total, result)),
    });
    await writeReports(out, batch, context.environment, new Date());
    return batch;
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}

function progress(done: number, total: number, result: grading.SubmissionResult): string {
  const { learner, score, maxScore } = result;
  const [problem, ...more] = problemsOf(result);
  const others = more.length === 0 ? "" : `, and ${counted(more.length, "problem")} more`;
  const told = problem === undefined ? "" : `  (${problem}${others})`;
  return `${String(done).padStart(String(total).length)}/${total}  ${learner}  ${score} of ${maxScore}${told}`;
}

function tell({ sandbox, results, milliseconds }: Batch, flags: Flags, context: Context): void {
  const { out } = context;
  if (flags.json === true) {
    const { level, description } = sandbox;
    const submissions = results.map(withoutPictures);
    out.line(JSON.stringify({ sandbox: { level, description }, submissions }, null, 2));
    return;
  }
  out.line(`${counted(results.length, "submission")} graded in ${duration(milliseconds)}; reports are in ${flags.out}`);
  out.line(`Sandbox: ${sandbox.level}: ${sandbox.description}.`);
}
