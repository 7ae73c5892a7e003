/** Checks the answer in a file, in a thread of its own with limits on time and memory. */
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import type { Exercise } from "./exercise";
import { exerciseFiles, loadExercise } from "./loader";
import type { CheckResult, ExerciseResult } from "./result";
import { exerciseResult } from "./score";
import { typeErrorsOf } from "./type-errors";
import type { Task, Told } from "./worker";

/** What is to be checked, and how. */
export interface CheckFileOptions {
  readonly root: string;
  /** `NN-slug/name`. */
  readonly id: string;
  /** The file with the answer. Default: the learner's. */
  readonly path?: string;
  /** Added to all seeds. Default 0. */
  readonly seedOffset?: number;
  /** Which failing runs are drawn. Default: the smallest. */
  readonly drawings?: "none" | "smallest" | "all";
  /** The name of the one check that is to be run; of the others nothing is known then. Default: all of them. */
  readonly only?: string;
  /** Milliseconds for all checks together. Default 30,000. */
  readonly timeMsMax?: number;
  /** Megabytes of heap. Default 512. */
  readonly memoryMbMax?: number;
  /** Whether TypeScript's errors are looked for too. Default true. */
  readonly types?: boolean;
}

/**
 * The result of one exercise. What the answer does is never thrown; it is in the result.
 * @throws Error where there is no such exercise
 */
export async function checkFile(options: CheckFileOptions): Promise<ExerciseResult> {
  const begin = performance.now();
  const { root, id, path = exerciseFiles(root, id).answer, types = true } = options;
  const exercise = loadExercise(root, id);
  const { seedOffset = 0, drawings = "smallest", only } = options;
  const task: Task = { root, id, path, seedOffset, drawings, ...(only === undefined ? {} : { only }) };
  const [found, typeErrors] = await Promise.all([
    inThread(task, options.timeMsMax ?? 30_000, options.memoryMbMax ?? 512),
    types ? typeErrorsOf(root, path) : [],
  ]);
  const milliseconds = Math.round(performance.now() - begin);
  return exerciseResult(exercise, found.results, { ...found, typeErrors, milliseconds });
}

/** The title and the points of an exercise, without checking anything. */
export function aboutExercise(root: string, id: string): Exercise {
  return loadExercise(root, id);
}

interface Found {
  readonly results: CheckResult[];
  readonly problems: string[];
  readonly printed: string[];
}

function inThread(task: Task, timeMsMax: number, memoryMbMax: number): Promise<Found> {
  const found: Found = { results: [], problems: [], printed: [] };
  return new Promise((resolve) => {
    const worker = new Worker(join(task.root, "lib", "dist", "grade", "worker.js"), {
      workerData: { judgeThis: task },
      resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
      stdout: true,
      stderr: true,
    });
    let done = false;
    const end = (problem?: string): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      if (problem !== undefined) found.problems.push(problem);
      void worker.terminate().then(() => resolve(found));
    };
    const timer = setTimeout(
      () =>
        end(
          `the checks did not come to an end within ${timeMsMax / 1000} seconds: an endless loop, or a long search for the smallest run that goes wrong`,
        ),
      timeMsMax,
    );
    worker.on("message", (told: Told) => {
      if (told.kind === "result") found.results.push(told.result);
      else if (told.kind === "problem") found.problems.push(told.problem);
      else if (told.kind === "printed") found.printed.push(...told.lines);
      else end();
    });
    worker.on("error", (error: Error & { readonly code?: string }) => end(problemOf(error, memoryMbMax)));
    worker.on("exit", () => end("the answer ended the thread in which it was judged"));
  });
}

function problemOf(error: Error & { readonly code?: string }, memoryMbMax: number): string {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY") return `the answer took more than ${memoryMbMax} MB of memory`;
  return `the answer could not be judged: ${error.message}`;
}
