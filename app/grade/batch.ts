/** Grades many submissions, a few at a time. One that is bad is graded like any other and stops nothing. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { exerciseFiles, exerciseIds } from "../../lib/grade/loader";
import type { ExerciseResult, SandboxLevel, SubmissionResult } from "../../lib/grade/result";
import { exerciseResult } from "../../lib/grade/score";
import { digest, writeAtomically } from "../course/files";
import { makeJudge } from "./entry";
import type { Judge } from "./entry";
import { judgeAnswer } from "./judge";
import type { JudgeSettings } from "./judge";
import { defaultLimits, findSandbox } from "./sandbox";
import type { Limits, Sandbox } from "./sandbox";
import { readSubmission, submissionPlaces } from "./submissions";
import type { Known, Submission } from "./submissions";

export interface BatchOptions {
  /** The course's folder. */
  readonly root: string;
  /** Files, folders, zip archives, notebooks; or folders of these. */
  readonly paths: readonly string[];
  /** Where results are kept. */
  readonly out: string;
  /** Which exercises count. Default: those that anybody handed in. */
  readonly exercises?: readonly string[];
  /** How many are judged at a time. At least 1. */
  readonly jobs: number;
  /** Leaves out what has been judged before, by the same checks and from the same files. Default false. */
  readonly resume?: boolean;
  readonly allowWeakSandbox?: boolean;
  /** Tries only this level. */
  readonly level?: SandboxLevel;
  /** Gives every learner seeds of their own, made of this text and their name. Default: the same for all. */
  readonly seedFrom?: string;
  readonly limits?: Limits;
  /** Milliseconds for a check. Default 5000. */
  readonly checkMs?: number;
  /** Where the checks of an exercise are. Default: the course's own. */
  readonly checksOf?: (id: string) => string;
  /** Where the known wrong answers are. Default: the course's own. */
  readonly mutantsOf?: (id: string) => string;
  readonly onProgress?: (done: number, total: number, result: SubmissionResult) => void;
  readonly signal?: AbortSignal;
}

export interface Batch {
  readonly sandbox: Sandbox;
  /** In the order of the learners' names. */
  readonly results: readonly SubmissionResult[];
  /** For each exercise, the known mistakes that a failing answer resembles: the same checks fail. */
  readonly resemblance: Resemblance;
  readonly milliseconds: number;
}

/** By exercise: the known mistakes, with the checks that they fail. */
export type Resemblance = ReadonlyMap<string, readonly KnownMistake[]>;

export interface KnownMistake {
  /** In one sentence. */
  readonly mistake: string;
  readonly failing: string;
  /** The failing checks with what they found. */
  readonly found: string;
}

/** A weak sandbox was found, and nobody has said that it will do. */
export class WeakSandbox extends Error {
  override readonly name = "WeakSandbox";
}

interface Work {
  readonly options: BatchOptions;
  readonly sandbox: Sandbox;
  readonly scratch: string;
  readonly judges: ReadonlyMap<string, Judge>;
}

/**
 * Grades all.
 * @throws WeakSandbox when bubblewrap does not work here and nothing allows less
 */
export async function gradeBatch(options: BatchOptions): Promise<Batch> {
  const begin = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), "distlab-grade-"));
  try {
    const sandbox = strongEnough(findSandbox(scratch, options.level), options.allowWeakSandbox === true);
    const known = knownExercises(options);
    const places = await submissionPlaces(options.paths, known);
    const submissions = distinct(await Promise.all(places.map((place) => readSubmission(place, known))));
    const judges = await judgesFor(expected(options, submissions), options, scratch);
    const work: Work = { options, sandbox, scratch, judges };
    await mkdir(join(options.out, "results"), { recursive: true });
    const results = await gradeAll(submissions, work);
    const resemblance = await resemblances(results, work);
    return { sandbox, results, resemblance, milliseconds: Math.round(performance.now() - begin) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function strongEnough(sandbox: Sandbox, weakAllowed: boolean): Sandbox {
  if (sandbox.level === "bubblewrap" || weakAllowed) return sandbox;
  throw new WeakSandbox(
    `only the sandbox level "${sandbox.level}" works here: ${sandbox.description}. ` +
      "Install bubblewrap (apt-get install bubblewrap), or allow it with --allow-weak-sandbox",
  );
}

const checksPath = ({ root, checksOf }: BatchOptions, id: string): string =>
  checksOf === undefined ? exerciseFiles(root, id).checks : checksOf(id);

function knownExercises(options: BatchOptions): Known {
  const { exercises } = options;
  if (exercises === undefined) return { ids: exerciseIds(options.root) };
  for (const id of exercises) {
    if (!existsSync(checksPath(options, id))) throw new Error(`there is no exercise "${id}" with checks`);
  }
  const [only] = exercises;
  return exercises.length === 1 && only !== undefined ? { ids: exercises, only } : { ids: exercises };
}

/** Two places may have the same name: `a/answer.ts` and `b/answer.ts`. */
function distinct(submissions: readonly Submission[]): readonly Submission[] {
  const times = new Map<string, number>();
  return submissions.map((submission) => {
    const seen = (times.get(submission.learner) ?? 0) + 1;
    times.set(submission.learner, seen);
    return seen === 1 ? submission : { ...submission, learner: `${submission.learner} (${seen})` };
  });
}

function expected({ exercises }: BatchOptions, submissions: readonly Submission[]): readonly string[] {
  if (exercises !== undefined) return exercises;
  return [...new Set(submissions.flatMap(({ answers }) => answers.map(({ id }) => id)))].toSorted();
}

async function judgesFor(
  ids: readonly string[],
  options: BatchOptions,
  scratch: string,
): Promise<ReadonlyMap<string, Judge>> {
  const made = ids.map(async (id) => [id, await makeJudge(options.root, checksPath(options, id), scratch)] as const);
  return new Map(await Promise.all(made));
}

/** A fixed number of workers take the next submission each; the order of the results is that of the submissions. */
async function gradeAll(submissions: readonly Submission[], work: Work): Promise<SubmissionResult[]> {
  const { jobs, onProgress } = work.options;
  const isStopped = (): boolean => work.options.signal?.aborted === true;
  const results: SubmissionResult[] = [];
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < submissions.length && !isStopped()) {
      const index = next;
      next += 1;
      const result = await gradedOnce(submissions[index]!, work);
      results[index] = result;
      done += 1;
      onProgress?.(done, submissions.length, result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return results.filter((result) => result !== undefined);
}

async function gradedOnce(submission: Submission, work: Work): Promise<SubmissionResult> {
  const path = join(work.options.out, "results", `${fileName(submission.learner)}.json`);
  const version = versionOf(submission, work);
  const before = work.options.resume === true ? await earlier(path, version) : null;
  if (before !== null) return before;
  const result = await graded(submission, work);
  await writeAtomically(path, `${JSON.stringify({ version, result }, null, 2)}\n`);
  return result;
}

async function earlier(path: string, version: string): Promise<SubmissionResult | null> {
  try {
    const kept = JSON.parse(await readFile(path, "utf8")) as { version: string; result: SubmissionResult };
    return kept.version === version ? kept.result : null;
  } catch {
    // There is none, or what was being written when the machine stopped.
    return null;
  }
}

function versionOf({ learner, answers, problems }: Submission, { judges, sandbox, options }: Work): string {
  const parts = [learner, sandbox.level, options.seedFrom ?? "", JSON.stringify(options.limits ?? {}), ...problems];
  for (const [id, { version }] of judges) {
    const answer = answers.find((given) => given.id === id);
    parts.push(id, version, answer === undefined ? "" : digest(answer.source));
  }
  return digest(parts.join("\n"));
}

async function graded({ learner, answers, problems }: Submission, work: Work): Promise<SubmissionResult> {
  const begin = performance.now();
  const exercises: ExerciseResult[] = [];
  for (const [id, judge] of work.judges) {
    const answer = answers.find((given) => given.id === id);
    if (answer === undefined) {
      exercises.push(exerciseResult(judge.exercise, [], { problems: [problems[0] ?? "nothing was handed in"] }));
      continue;
    }
    try {
      exercises.push(await judgeAnswer(answer, judge, settings(work, learner)));
    } catch (error) {
      // The grader's own fault, or the machine's: told, and the rest goes on.
      const problem = `it could not be judged: ${error instanceof Error ? error.message : String(error)}`;
      exercises.push(exerciseResult(judge.exercise, [], { problems: [problem] }));
    }
  }
  const sum = (field: "score" | "maxScore"): number =>
    exercises.reduce((sofar, exercise) => sofar + exercise[field], 0);
  const milliseconds = Math.round(performance.now() - begin);
  const { level } = work.sandbox;
  return { learner, sandbox: level, score: sum("score"), maxScore: sum("maxScore"), exercises, problems, milliseconds };
}

function settings({ options, sandbox, scratch }: Work, learner: string): JudgeSettings {
  const { root, limits = defaultLimits, checkMs = 5000, seedFrom } = options;
  const seedOffset = seedFrom === undefined ? 0 : seedOffsetOf(seedFrom, learner);
  return { root, scratch, sandbox, limits, seedOffset, checkMs, drawings: "smallest" };
}

/** A whole number below 2^30 for each pair of text and learner. */
export function seedOffsetOf(seedFrom: string, learner: string): number {
  return createHash("sha256").update(`${seedFrom}\n${learner}`).digest().readUInt32BE(0) >>> 2;
}

/** A file's name for a learner's, whatever characters are in it. */
export function fileName(learner: string): string {
  const plain = learner
    .replaceAll(/[^\p{L}\p{N} ._()-]/gu, "_")
    .replace(/^\.+/, "_")
    .slice(0, 80);
  return plain === learner ? plain : `${plain}-${digest(learner).slice(0, 8)}`;
}

/** The names of the checks that an answer fails, as one text. */
export const failingChecks = ({ checks }: ExerciseResult): string =>
  checks
    .filter(({ passed }) => !passed)
    .map(({ name }) => name)
    .join("\n");

/** The same, with what was found: of two mistakes that fail the same checks this tells which it is. */
export const failingWords = ({ checks }: ExerciseResult): string =>
  checks
    .filter(({ passed }) => !passed)
    .map(({ name, message }) => `${name}: ${message}`)
    .join("\n");

/** Known mistakes are judged only where somebody has failed a check and passed another. */
async function resemblances(results: readonly SubmissionResult[], work: Work): Promise<Resemblance> {
  const byExercise = new Map<string, readonly KnownMistake[]>();
  for (const [id, judge] of work.judges) {
    const isWanted = results.some(({ exercises }) =>
      exercises.some((exercise) => exercise.id === id && exercise.score > 0 && !exercise.passed),
    );
    if (isWanted) byExercise.set(id, await mistakes(id, judge, work));
  }
  return byExercise;
}

async function mistakes(id: string, judge: Judge, work: Work): Promise<readonly KnownMistake[]> {
  const { root, mutantsOf } = work.options;
  const folder = mutantsOf === undefined ? join(root, "test/mutants", id) : mutantsOf(id);
  const known: KnownMistake[] = [];
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ts")) : [];
  const same = { ...settings(work, ""), seedOffset: 0, drawings: "none" } as const;
  for (const name of names.toSorted()) {
    if (work.options.signal?.aborted === true) break;
    const source = await readFile(join(folder, name));
    const result = await judgeAnswer({ id, name, source }, judge, same);
    const mistake = mistakeOf(source.toString("utf8"), name);
    if (!result.passed) known.push({ mistake, failing: failingChecks(result), found: failingWords(result) });
  }
  return known;
}

/** A mutant's first line says what the mistake is. */
function mistakeOf(text: string, name: string): string {
  const [first = ""] = text.split("\n");
  return first.replace(/^\s*(\/\/|\/\*\*?)\s*/, "").replace(/\s*\*\/\s*$/, "") || name;
}
