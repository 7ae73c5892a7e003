/**
 * The thread in which an answer is judged: it can be ended, whatever the answer does. Each result is told as soon as it
 * is there, so that what has been earned before an endless loop is kept.
 */
import { parentPort, workerData } from "node:worker_threads";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { AnswerError } from "./answer";
import { bundleAnswer } from "./bundle";
import type { Check } from "./exercise";
import { loadExercise } from "./loader";
import { underOneLimit } from "./realm";
import { realmAnswer } from "./realm-answer";
import type { CheckResult } from "./result";
import { runChecks } from "./run-checks";

/** What the thread is to do. */
export interface Task {
  readonly root: string;
  readonly id: string;
  /** The file with the answer. */
  readonly path: string;
  readonly seedOffset: number;
  readonly drawings: "none" | "smallest" | "all";
  /** The name of the one check that is to be run. */
  readonly only?: string;
}

/** What the thread tells. */
export type Told =
  | { readonly kind: "result"; readonly result: CheckResult }
  | { readonly kind: "problem"; readonly problem: string }
  | { readonly kind: "printed"; readonly lines: readonly string[] }
  | { readonly kind: "done" };

/** Does the task and tells what comes of it. */
export async function judge(task: Task, tell: (told: Told) => void): Promise<void> {
  const { root, id, path, seedOffset, drawings, only } = task;
  const exercise = loadExercise(root, id);
  const source = readFileSync(path);
  const bundled = await bundleAnswer({ source, name: basename(path), root, imports: exercise.imports ?? [] });
  if (bundled.kind === "refused") for (const problem of bundled.problems) tell({ kind: "problem", problem });
  else {
    try {
      const answer = realmAnswer(bundled.script);
      runChecks({ ...exercise, checks: inTime(exercise.checks) }, answer, {
        seedOffset,
        drawings,
        ...(only === undefined ? {} : { only }),
        onResult: (result) => tell({ kind: "result", result }),
      });
      tell({ kind: "printed", lines: answer.printed() });
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      tell({ kind: "problem", problem: error.message });
    }
  }
  tell({ kind: "done" });
}

function inTime(checks: readonly Check[]): readonly Check[] {
  const limit = underOneLimit();
  return checks.map((check) => ({ ...check, run: (answer, setting) => limit(() => check.run(answer, setting)) }));
}

if (parentPort !== null) {
  const port = parentPort;
  const { judgeThis } = (workerData ?? {}) as { readonly judgeThis?: Task };
  if (judgeThis !== undefined) void judge(judgeThis, (told) => port.postMessage(told));
}
