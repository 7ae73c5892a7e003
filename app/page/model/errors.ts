/** Finds in an error the lines of the cell that it is about, so that the editor can mark them. */
import { stripAnsi } from "./ansi";
import type { Output } from "./notebook";

export interface Mark {
  /** From 1. */
  readonly line: number;
  /** From 1; null when the error names no column. */
  readonly column: number | null;
  readonly message: string;
}

export type ErrorValue = Extract<Output, { kind: "error" }>;

/** "3:14 - Cannot find name 'x'.": how the TypeScript compiler inside the kernel says where. */
const compilerLine = /^(\d+):(\d+) - (.+)$/;

/** A frame of a stack that lies in a cell: "cell [7]:3:14", and on an unchanged tslab "evalmachine.<anonymous>:3:14". */
const frame = /(?:cell \[(\d+)\]|evalmachine\.<anonymous>):(\d+):(\d+)/g;

/** The compiler's messages, one mark each. */
export function compilerMarks(text: string): Mark[] {
  return stripAnsi(text)
    .split("\n")
    .flatMap((line) => {
      const match = compilerLine.exec(line.trim());
      return match === null ? [] : [{ line: Number(match[1]), column: Number(match[2]), message: match[3]! }];
    });
}

/** A stack's innermost line in this cell; functions that earlier cells defined have lines of their own cells. */
function stackMark(error: ErrorValue, executionCount: number | null): Mark[] {
  const trace = stripAnsi(error.traceback.join("\n"));
  for (const [, cell, line, column] of trace.matchAll(frame)) {
    if (cell !== undefined && executionCount !== null && Number(cell) !== executionCount) continue;
    const message = error.message === "" ? error.name : `${error.name}: ${stripAnsi(error.message)}`;
    return [{ line: Number(line), column: Number(column), message }];
  }
  return [];
}

/** @param executionCount the number in brackets of the cell's run, as the error's frames name it */
export function marksOf(error: ErrorValue, executionCount: number | null): Mark[] {
  const fromCompiler = compilerMarks(error.message);
  return fromCompiler.length > 0 ? fromCompiler : stackMark(error, executionCount);
}
