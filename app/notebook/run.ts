/**
 * Runs a notebook's code cells in a kernel, in order, and gathers what they put out. The notebook that is given stays
 * as it is; the executed copy is part of the report.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { Cell, Json, Notebook } from "../course/notebook";
import { canonicalNotebook, canonicalOutputs, text } from "./canonical";
import { compareOutputs } from "./compare";
import type { CompareOptions, Difference } from "./compare";
import type { PathCleaner } from "./normalise";

/** What the runner needs of a kernel: `KernelClient` is one. */
export interface CellRunner {
  execute(code: string, options?: { readonly timeoutMs?: number }): Promise<CellResult>;
}

export interface CellResult {
  readonly status: "ok" | "error" | "aborted";
  readonly outputs: readonly unknown[];
  readonly milliseconds: number;
}

const abortWindowMs = 250;

export interface RunOptions {
  /** A cell that runs longer is interrupted and has failed. Default: no limit. */
  readonly timeoutMs?: number;
  /** Run the cells after one that failed. Default false. */
  readonly keepGoing?: boolean;
  /** Compare with the notebook's own outputs, except in cells tagged `real-time`. Default: do not. */
  readonly compare?: CompareOptions;
  /** Takes this machine's folders out of the executed copy's outputs. Default: leave them. */
  readonly cleanPaths?: PathCleaner;
  /** Called before each code cell, and once at the end with `done` equal to `cells`. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly done: number;
  readonly cells: number;
  /** The cell that runs now; empty at the end. */
  readonly id: string;
}

/** `raised` is an error that the cell's tag `raises-exception` announces; it is no failure. */
export type CellOutcome = "ok" | "raised" | "failed" | "differs" | "not run";

export interface CellReport {
  readonly id: string;
  /** Its place among the code cells, from 1: the number in brackets. */
  readonly number: number;
  readonly source: string;
  readonly outcome: CellOutcome;
  readonly milliseconds: number;
  /** nbformat outputs of this run. */
  readonly outputs: readonly Json[];
  /** Where the outcome is `differs`. */
  readonly difference?: Difference;
}

export interface NotebookReport {
  readonly ok: boolean;
  readonly cells: readonly CellReport[];
  readonly milliseconds: number;
  /** The notebook with this run's outputs, canonical. */
  readonly executed: Notebook;
}

export function tagsOf(cell: Cell): readonly string[] {
  const tags = cell.metadata["tags"];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/** Runs all code cells; stops at the first that fails unless `keepGoing`. Never rejects because of what cells do. */
export async function runNotebook(
  notebook: Notebook,
  kernel: CellRunner,
  options: RunOptions = {},
): Promise<NotebookReport> {
  const canonical = canonicalNotebook(notebook);
  const code = canonical.cells.filter((cell) => cell.cell_type === "code");
  const reports: CellReport[] = [];
  let stopped = false;
  for (const [index, cell] of code.entries()) {
    options.onProgress?.({ done: index, cells: code.length, id: text(cell["id"]) });
    const report: CellReport = stopped ? notRun(cell, index + 1) : await runCell(cell, index + 1, kernel, options);
    stopped ||= report.outcome === "failed" && options.keepGoing !== true;
    reports.push(report);
  }
  options.onProgress?.({ done: code.length, cells: code.length, id: "" });
  return {
    ok: reports.every((report) => report.outcome === "ok" || report.outcome === "raised"),
    cells: reports,
    milliseconds: reports.reduce((sum, report) => sum + report.milliseconds, 0),
    executed: withOutputs(canonical, reports),
  };
}

function notRun(cell: Cell, number: number): CellReport {
  const about = { id: text(cell["id"]), number, source: text(cell.source) };
  return { ...about, outcome: "not run", milliseconds: 0, outputs: [] };
}

async function runCell(cell: Cell, number: number, kernel: CellRunner, options: RunOptions): Promise<CellReport> {
  const about = { id: text(cell["id"]), number, source: text(cell.source) };
  const limit = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  const result = await executePatiently(kernel, about.source, limit);
  const outputs = cleaned(result.outputs as readonly Json[], options.cleanPaths);
  const ran = { ...about, milliseconds: result.milliseconds, outputs };
  if (result.status !== "ok") {
    const announced = result.status === "error" && tagsOf(cell).includes("raises-exception");
    if (!announced || isKernelsEnd(outputs.at(-1))) return { ...ran, outcome: "failed" };
  }
  if (options.compare !== undefined && !tagsOf(cell).includes("real-time")) {
    const difference = compareOutputs(cell["outputs"], outputs as Json, options.compare);
    if (difference !== undefined) return { ...ran, outcome: "differs", difference };
  }
  return { ...ran, outcome: result.status === "ok" ? "ok" : "raised" };
}

/** Stock tslab answers every request `aborted` that comes within 200 ms after an error: then the cell is sent again. */
async function executePatiently(
  kernel: CellRunner,
  source: string,
  limit: { timeoutMs?: number },
): Promise<CellResult> {
  const result = await kernel.execute(source, limit);
  if (result.status !== "aborted") return result;
  await delay(abortWindowMs);
  return kernel.execute(source, limit);
}

/** A dead kernel and a cell that had to be interrupted are never what a tag announces. */
function isKernelsEnd(output: Json | undefined): boolean {
  const name = typeof output === "object" && output !== null && "ename" in output ? output["ename"] : undefined;
  return name === "KernelDied" || name === "TimeoutError";
}

function cleaned(outputs: readonly Json[], cleanPaths: PathCleaner | undefined): readonly Json[] {
  if (cleanPaths === undefined) return outputs;
  const clean = (value: Json): Json => {
    if (typeof value === "string") return cleanPaths(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, clean(item)]));
  };
  return outputs.map(clean);
}

function withOutputs(notebook: Notebook, reports: readonly CellReport[]): Notebook {
  let index = 0;
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    const report = reports[index];
    index += 1;
    if (report === undefined || report.outcome === "not run") return { ...cell, execution_count: null, outputs: [] };
    return { ...cell, execution_count: index, outputs: canonicalOutputs(report.outputs as Json, index) };
  });
  return canonicalNotebook({ ...notebook, cells });
}

/**
 * The executed notebook with those committed outputs kept that show the same as the fresh ones, so that writing a
 * notebook whose results have not changed changes nothing. What the checks of exercises show counts here: it is
 * written, so it must not grow old.
 */
export function keepUnchanged(committed: Notebook, executed: Notebook, cleanPaths: PathCleaner): Notebook {
  const before = new Map(canonicalNotebook(committed).cells.map((cell) => [cell["id"], cell]));
  const cells = executed.cells.map((cell) => {
    const old = before.get(cell["id"]);
    if (cell.cell_type !== "code" || old?.cell_type !== "code" || old["execution_count"] === null) return cell;
    const difference = compareOutputs(old["outputs"], cell["outputs"], { mode: "exact", cleanPaths, withChecks: true });
    return difference === undefined ? { ...cell, outputs: cleaned(old["outputs"] as Json[], cleanPaths) } : cell;
  });
  return canonicalNotebook({ ...executed, cells });
}
