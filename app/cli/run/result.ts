/** What came of running one notebook. */
import type { Notebook } from "../../course/notebook";
import type { NotebookReport } from "../../notebook/run";
import type { NotebookFile } from "./notebooks";

export interface RunResult {
  readonly file: NotebookFile;
  /** Undefined where not even a kernel could be started. */
  readonly report?: NotebookReport;
  /** Why there is no report, or why it could not be written. */
  readonly fault?: string;
  /** With --write: whether the file has changed. */
  readonly written?: boolean;
  /** From the kernel's start to its end. */
  readonly milliseconds: number;
}

/** What `--json` prints of a notebook. */
export interface JsonRow {
  readonly notebook: string;
  readonly ok: boolean;
  /** Code cells. */
  readonly cells: number;
  /** Cells that failed or differ; all of them where the kernel did not start. */
  readonly failed: number;
  readonly milliseconds: number;
}

export const isOk = (result: RunResult): boolean => result.fault === undefined && result.report?.ok === true;

export function codeCells(notebook: Notebook): number {
  return notebook.cells.filter((cell) => cell.cell_type === "code").length;
}

export function jsonRow(result: RunResult): JsonRow {
  const cells = codeCells(result.file.notebook);
  const bad = result.report?.cells.filter(({ outcome }) => outcome === "failed" || outcome === "differs").length;
  return {
    notebook: result.file.name,
    ok: isOk(result),
    cells,
    failed: bad ?? cells,
    milliseconds: Math.round(result.milliseconds),
  };
}
