/** Judges one answer to one exercise: bundles it, runs its judge in the sandbox, and reckons the score out here. */
import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { isDeepStrictEqual } from "node:util";
import { bundleAnswer } from "../../lib/grade/bundle";
import type { CheckResult, ExerciseResult } from "../../lib/grade/result";
import { exerciseResult } from "../../lib/grade/score";
import type { Judge } from "./entry";
import type { Line, Task } from "./inside";
import { runJudge } from "./process";
import type { Ending, Judged } from "./process";
import type { Limits, Sandbox } from "./sandbox";

/** An answer that was handed in. */
export interface AnswerFile {
  /** `NN-slug/name`. */
  readonly id: string;
  /** How it is called in messages. */
  readonly name: string;
  readonly source: Uint8Array;
}

export interface JudgeSettings {
  readonly root: string;
  readonly scratch: string;
  readonly sandbox: Sandbox;
  readonly limits: Limits;
  readonly seedOffset: number;
  /** How long a check may take, in milliseconds. */
  readonly checkMs: number;
  readonly drawings: "none" | "smallest";
}

/** The result of one answer. Never rejects for anything that the answer is or does. */
export async function judgeAnswer(answer: AnswerFile, judge: Judge, settings: JudgeSettings): Promise<ExerciseResult> {
  const begin = performance.now();
  const { exercise } = judge;
  const milliseconds = (): number => Math.round(performance.now() - begin);
  const source = withExports(answer.source, exercise.exports);
  const bundled = await bundleAnswer({
    source,
    name: answer.name,
    root: settings.root,
    imports: exercise.imports ?? [],
  });
  if (bundled.kind === "refused") {
    return exerciseResult(exercise, [], { problems: bundled.problems, milliseconds: milliseconds() });
  }
  const nonce = randomBytes(16).toString("hex");
  const { seedOffset, checkMs, drawings, sandbox, limits, scratch } = settings;
  const task: Task = { nonce, script: bundled.script, seedOffset, drawings, checkMs };
  const judged = await runJudge({ sandbox, limits, entry: judge.entry, task: JSON.stringify(task), folder: scratch });
  const read = readReport(judged.report, nonce);
  const problems = [...read.problems, ...problemsOf(judged, read.isDone, limits)];
  return exerciseResult(exercise, read.results, { problems, printed: read.printed, milliseconds: milliseconds() });
}

/** Cells of a notebook declare without exporting; what the exercise asks for is exported for them. */
function withExports(source: Uint8Array, names: readonly string[]): Uint8Array | string {
  const text = Buffer.from(source).toString("utf8");
  // Not UTF-8: the bundler says so.
  if (!Buffer.from(text).equals(Buffer.from(source)) || /^\s*export\b/m.test(text)) return source;
  const declared = names.filter((name) =>
    new RegExp(`^\\s*(?:async\\s+)?(?:function\\*?|const|let|var|class)\\s+${name}\\b`, "m").test(text),
  );
  return declared.length === 0 ? source : `${text}\nexport { ${declared.join(", ")} };\n`;
}

interface Report {
  readonly results: readonly CheckResult[];
  readonly problems: readonly string[];
  readonly printed: readonly string[];
  readonly isDone: boolean;
}

/**
 * Lines without the word of this run are nobody's. Of two results for a check the first counts; a second one that says
 * the same may only add a drawing.
 */
function readReport(text: string, nonce: string): Report {
  const results = new Map<string, CheckResult>();
  const problems: string[] = [];
  const printed: string[] = [];
  let isDone = false;
  for (const part of text.split("\n")) {
    const line = lineOf(part, nonce);
    if (line?.kind === "result") {
      const first = results.get(line.result.name);
      if (first === undefined || isDrawingOf(first, line.result)) results.set(line.result.name, line.result);
    }
    if (line?.kind === "problem") problems.push(line.problem);
    if (line?.kind === "printed") printed.push(...line.lines);
    if (line?.kind === "done") isDone = true;
  }
  return { results: [...results.values()], problems, printed, isDone };
}

function isDrawingOf(first: CheckResult, second: CheckResult): boolean {
  return isDeepStrictEqual(withoutDrawing(first), withoutDrawing(second));
}

function withoutDrawing({ run, ...check }: CheckResult): object {
  if (run === undefined) return check;
  const { bundle: _bundle, diagram: _diagram, ...words } = run;
  return { ...check, run: words };
}

function lineOf(text: string, nonce: string): Line | null {
  if (!text.startsWith(`{"nonce":"${nonce}"`)) return null;
  try {
    return JSON.parse(text) as Line;
  } catch {
    // The last line of a judge that was ended in the middle of it.
    return null;
  }
}

function problemsOf({ ending, complaint }: Judged, isDone: boolean, limits: Limits): string[] {
  if (isDone && ending.kind === "done") return [];
  if (outOfMemory(ending, complaint)) return [`the answer took more than ${limits.memoryMb} MB of memory`];
  if (ending.kind === "stopped" && ending.why === "time") {
    return [`the answer did not come to an end within ${limits.wallMs / 1000} seconds`];
  }
  if (ending.kind === "stopped") return [`the answer made a report of more than ${limits.reportMb} MB`];
  return ["the process in which the answer was judged ended early"];
}

function outOfMemory(ending: Ending, complaint: string): boolean {
  if (ending.kind === "stopped") return ending.why === "memory";
  return /out of memory|allocation failed|bad_alloc/i.test(complaint);
}
