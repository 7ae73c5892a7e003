/**
 * Stack traces as the reader of a notebook needs them: cells' positions as they were written, paths from the course's
 * root, and nothing of the kernel's own machinery. This holds for every `error.stack`, so also where a cell prints it.
 */
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { courseRoot } from "./paths";
import type { CellMap, Position } from "./positions";

/** The name of the function that a cell's code is wrapped in. */
export const cellFunction = "__cell";

/** What a cell is called where files have names. */
export function cellName(executionCount: number): string {
  return `cell [${executionCount}]`;
}

/** One frame, as far as it can be told. */
export interface Frame {
  /** As it stands in a stack trace, without the leading `at`. */
  readonly text: string;
  /** Where it is, if it is in a cell. */
  readonly cell?: { readonly name: string; readonly position: Position };
}

/** The built launcher and the parts that it shares with other programs. */
const kernelFolder = join(courseRoot(), "app/dist", sep);
/** Older cells' positions are forgotten, so that a kernel that runs all day does not grow. */
export const cellsMax = 500;

export class StackTraces {
  readonly #maps = new Map<string, CellMap>();
  readonly #root: string;
  /** The frames of errors whose stack has been asked for. */
  readonly #frames = new WeakMap<Error, readonly Frame[]>();

  constructor(root: string) {
    this.#root = root;
  }

  /** From now on every error's stack is made here. Cells' frames are worth finding, so more are kept than Node's ten. */
  install(): void {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (error, calls) => this.#prepare(error, calls);
  }

  addCell(name: string, map: CellMap): void {
    this.#maps.set(name, map);
    dropOldest(this.#maps, cellsMax);
  }

  /** An error's frames, from where it was made outwards; none when it did not come from this realm's constructor. */
  framesOf(error: Error): readonly Frame[] {
    // The stack is made when it is first read.
    void error.stack;
    return this.#frames.get(error) ?? [];
  }

  #prepare(error: Error, calls: readonly NodeJS.CallSite[]): string {
    const frames = this.#tidy(calls);
    this.#frames.set(error, frames);
    return [headerOf(error), ...frames.map((frame) => `    at ${frame.text}`)].join("\n");
  }

  /** Below the outermost cell are only Node and the kernel; without a cell, at least the kernel goes. */
  #tidy(calls: readonly NodeJS.CallSite[]): Frame[] {
    const outermost = calls.findLastIndex((call) => this.#maps.has(call.getFileName() ?? ""));
    const kept = outermost < 0 ? calls : calls.slice(0, outermost + 1);
    return kept.filter((call) => !isKernel(call)).map((call) => this.#frame(call));
  }

  #frame(call: NodeJS.CallSite): Frame {
    const file = call.getFileName() ?? "";
    const map = this.#maps.get(file);
    const [line, column] = [call.getLineNumber(), call.getColumnNumber()];
    if (map === undefined || line === null || column === null) return { text: this.#shorten(String(call)) };
    const position = map.source({ line, column });
    if (position === undefined) return { text: String(call).replace(`:${line}:${column}`, "") };
    const place = `${file}:${position.line}:${position.column}`;
    const name = call.getFunctionName();
    const text =
      name === null || name === cellFunction ? place : String(call).replace(`${file}:${line}:${column}`, place);
    return { text, cell: { name: file, position } };
  }

  #shorten(frame: string): string {
    return frame.replaceAll(`file://${this.#root}/`, "").replaceAll(this.#root + sep, "");
  }
}

/** True for the launcher's own code and for the boundary that it runs cells in. */
function isKernel(call: NodeJS.CallSite): boolean {
  const file = call.getFileName() ?? "";
  if (file === "distlab:boundary") return true;
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  return path.startsWith(kernelFolder);
}

/** Keeps the newest entries of a map. */
export function dropOldest<Key>(map: Map<Key, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}

/** `name: message`, however hostile the error is. */
function headerOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
