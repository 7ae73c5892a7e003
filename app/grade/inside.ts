/**
 * The judge: the program that runs in the sandbox. It reads its task, loads the answer into a realm, runs the checks and
 * reports each result on a channel of its own, signed with a word that the answer never sees.
 */
import { readFileSync, writeSync } from "node:fs";
import { getHeapStatistics } from "node:v8";
import { AnswerError } from "../../lib/grade/answer";
import type { Check, Exercise } from "../../lib/grade/exercise";
import { withTimeLimit } from "../../lib/grade/realm";
import { realmAnswer } from "../../lib/grade/realm-answer";
import type { CheckResult } from "../../lib/grade/result";
import { runChecks } from "../../lib/grade/run-checks";

/** What a judge is told to do. */
export interface Task {
  /** Made anew for each run; every line of the report begins with it. */
  readonly nonce: string;
  /** The answer, bundled. */
  readonly script: string;
  readonly seedOffset: number;
  readonly drawings: "none" | "smallest";
  /** How long a check may take, in milliseconds. When one took longer, those after it get a tenth of it. */
  readonly checkMs: number;
}

/** A line of the report. */
export type Line =
  | { readonly nonce: string; readonly kind: "result"; readonly result: CheckResult }
  | { readonly nonce: string; readonly kind: "problem"; readonly problem: string }
  | { readonly nonce: string; readonly kind: "printed"; readonly lines: readonly string[] }
  | { readonly nonce: string; readonly kind: "done" };

const channel = 3;

/** Does what standard input says, then ends the process. */
export function serve(exercise: Exercise): void {
  // A promise of an answer that nobody waits for must not be looked at: looking would run its code here.
  process.on("unhandledRejection", () => undefined);
  // A sandbox without /proc cannot say how large the process is; explorations ask, to say how near its limit they are.
  Object.defineProperty(process, "memoryUsage", { value: memoryUsage });
  const task = JSON.parse(readFileSync(0, "utf8")) as Task;
  const tell = (line: object): void => write(`${JSON.stringify({ nonce: task.nonce, ...line })}\n`);
  try {
    const answer = realmAnswer(task.script, { millisecondsMax: task.checkMs });
    const { seedOffset, drawings } = task;
    const limited = { ...exercise, checks: inTime(exercise.checks, task.checkMs) };
    runChecks(limited, answer, { seedOffset, drawings, onResult: (result) => tell({ kind: "result", result }) });
    tell({ kind: "printed", lines: answer.printed() });
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    tell({ kind: "problem", problem: error.message });
  }
  tell({ kind: "done" });
  process.exit(0);
}

function memoryUsage(): NodeJS.MemoryUsage {
  const { total_heap_size: heapTotal, used_heap_size: heapUsed, external_memory: external } = getHeapStatistics();
  return { rss: heapTotal + external, heapTotal, heapUsed, external, arrayBuffers: external };
}

/** The drawing of a failing run runs the answer too; what it may take is what is left of the process's time. */
function inTime(checks: readonly Check[], checkMs: number): readonly Check[] {
  let milliseconds = checkMs;
  return checks.map((check) => ({
    ...check,
    run(answer, setting) {
      try {
        return withTimeLimit(milliseconds, () => check.run(answer, setting));
      } catch (error) {
        if (error instanceof AnswerError && error.fault === "out of time") milliseconds = Math.ceil(checkMs / 10);
        throw error;
      }
    },
  }));
}

function write(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(channel, bytes, at);
    } catch (error) {
      // A full pipe: whoever reads it is slower than this.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
