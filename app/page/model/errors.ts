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

type ErrorOutput = Extract<Output, { kind: "error" }>;

/** "3:14 - Cannot find name 'x'.": how the TypeScript compiler inside the kernel says where. */
const compilerLine = /^(?:Line )?(\d+):(\d+) - (.+)$/;

/** "at cell:3:14" and the like: a frame of a stack that lies in the cell itself. */
const frame = /(?:evalmachine\.<anonymous>|<cell>|\bcell(?: \[?\d+\]?)?|cell-[\w-]+|\[\d+\]):(\d+)(?::(\d+))?/;

/** The compiler's messages, one mark each. */
function compilerMarks(text: string): Mark[] {
  return text.split("\n").flatMap((line) => {
    const match = compilerLine.exec(line.trim());
    return match === null ? [] : [{ line: Number(match[1]), column: Number(match[2]), message: match[3]! }];
  });
}

export function marksOf(error: ErrorOutput): Mark[] {
  const trace = stripAnsi(error.traceback.join("\n"));
  const fromCompiler = compilerMarks(stripAnsi(error.message));
  const marks = fromCompiler.length > 0 ? fromCompiler : compilerMarks(trace);
  if (marks.length > 0) return marks;
  const match = frame.exec(trace);
  if (match === null) return [];
  const message = error.message === "" ? error.name : `${error.name}: ${stripAnsi(error.message)}`;
  return [{ line: Number(match[1]), column: match[2] === undefined ? null : Number(match[2]), message }];
}
