/**
 * What a cell failed with, as Jupyter's `error` message says it: a name, a text, and a trace-back that shows the line.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, types } from "node:util";
import { Interrupted } from "./guard";
import type { Diagnostic } from "./tslab";
import { cellsMax, dropOldest } from "./stack";
import type { Frame, StackTraces } from "./stack";

/** The content of an `error` message, and of a failed request's reply. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  /** Lines, coloured with ANSI codes that each line closes again. */
  readonly traceback: readonly string[];
}

const framesMax = 12;
const causesMax = 5;
const diagnosticsMax = 10;
/** Lines shown before and after the one that failed. */
const linesAround = 2;

const red = (text: string) => `\u001B[31m${text}\u001B[39m`;
const bold = (text: string) => `\u001B[1m${text}\u001B[22m`;
const dim = (text: string) => `\u001B[2m${text}\u001B[22m`;

/** Colours a text of several lines line by line, so that no colour leaks into what follows. */
function colour(paint: (text: string) => string, text: string): string[] {
  return text.split("\n").map((line) => (line === "" ? "" : paint(line)));
}

/** Reports what cells throw and what the compiler says about them. */
export class ErrorReporter {
  readonly #stacks: StackTraces;
  readonly #root: string;
  /** Cells' code by name, for the line that failed. */
  readonly #codes = new Map<string, string>();

  constructor(stacks: StackTraces, root: string) {
    this.#stacks = stacks;
    this.#root = root;
  }

  addCell(name: string, code: string): void {
    this.#codes.set(name, code);
    dropOldest(this.#codes, cellsMax);
  }

  /** A report on anything that was thrown, which need not be an error. */
  thrown(value: unknown): ErrorReport {
    if (!isError(value)) {
      const evalue = safely(() => inspect(value), "a value that cannot be shown");
      const traceback = [red(`Thrown: ${evalue.split("\n")[0]}`), ...evalue.split("\n").slice(1)];
      return { ename: "Thrown", evalue, traceback: [...traceback, dim("(not an Error, so there is no stack)")] };
    }
    const ename = nameOf(value);
    const evalue = safely(() => String(value.message), "");
    return { ename, evalue, traceback: this.#traceback(value, "", 0) };
  }

  #traceback(error: Error, label: string, depth: number): string[] {
    const message = safely(() => String(error.message), "");
    const [first = "", ...more] = message.split("\n");
    const head = bold(red(nameOf(error))) + (first === "" ? "" : `: ${first}`);
    // Where the kernel was when it noticed an interrupt says nothing about the cell.
    const frames = error instanceof Interrupted ? [] : this.#stacks.framesOf(error);
    const lines = [label + head, ...more, ...this.#excerptOf(frames), ...this.#frames(frames), ...details(error)];
    if (depth === causesMax) return lines;
    const cause = safely(() => error.cause, undefined);
    if (isError(cause)) lines.push(...this.#traceback(cause, "Caused by ", depth + 1));
    else if (cause !== undefined) lines.push(`Caused by ${safely(() => inspect(cause), "?")}`);
    const parts = error instanceof AggregateError ? error.errors.slice(0, causesMax) : [];
    for (const part of parts) if (isError(part)) lines.push(...this.#traceback(part, "One of them: ", depth + 1));
    return lines;
  }

  #frames(frames: readonly Frame[]): string[] {
    const shown = frames.slice(0, framesMax).map((frame) => paintFrame(frame));
    const rest = frames.slice(framesMax);
    const inCells = rest.filter((frame) => frame.cell !== undefined).slice(-3);
    const hidden = rest.length - inCells.length;
    if (hidden > 0) shown.push(dim(`    … ${hidden} more`));
    return [...shown, ...inCells.map((frame) => paintFrame(frame))];
  }

  /** The lines around the innermost frame that is in a cell. */
  #excerptOf(frames: readonly Frame[]): string[] {
    const cell = frames.find((frame) => frame.cell !== undefined)?.cell;
    const code = cell === undefined ? undefined : this.#codes.get(cell.name);
    if (cell === undefined || code === undefined) return [];
    return excerpt(code, { ...cell.position, length: 1 });
  }

  /** A report on what the compiler objects to. */
  diagnostics(cell: string, diagnostics: readonly Diagnostic[]): ErrorReport {
    const groups = grouped(diagnostics);
    const lines = groups.slice(0, diagnosticsMax).flatMap((group) => this.#diagnostic(cell, group));
    const more = groups.length - diagnosticsMax;
    if (more > 0) lines.push(dim(`… and ${more} more`));
    const evalue = groups.map(([first]) => `${placeOf(first!)} - ${first!.messageText}`).join("\n");
    return { ename: "TypeScriptError", evalue, traceback: lines };
  }

  #diagnostic(cell: string, [first, ...explanations]: readonly Diagnostic[]): string[] {
    const { fileName, start, end, code, messageText } = first!;
    const source = fileName === undefined ? this.#codes.get(cell) : readText(join(this.#root, fileName));
    const place = `${fileName ?? cell}:${start.line + 1}:${start.character + 1}`;
    const [text = "", ...rest] = messageText.split("\n");
    const head = `${bold(red(`TypeScript error ${code}`))}: ${text}`;
    const length = end.line === start.line ? Math.max(1, end.character - start.character) : 1;
    const position = { line: start.line + 1, column: start.character + 1, length };
    const shown = source === undefined ? [] : excerpt(source, position);
    const why = explanations.map((explanation) => `  ${explanation.messageText}`);
    return [head, ...rest, ...why, ...shown, dim(`    at ${place}`)];
  }
}

function paintFrame(frame: Frame): string {
  return frame.cell === undefined ? dim(`    at ${frame.text}`) : `    at ${frame.text}`;
}

/** What an error carries beside its message, such as `code`; the stack is shown already. */
function details(error: Error): string[] {
  const own = Object.keys(error).filter((key) => !["name", "message", "stack", "cause", "errors"].includes(key));
  if (own.length === 0) return [];
  const shown = safely(() => inspect(Object.fromEntries(own.map((key) => [key, Reflect.get(error, key)]))), "");
  return colour(dim, shown);
}

/** The converter gives one message with its explanations as several diagnostics of the same place. */
function grouped(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const groups: Diagnostic[][] = [];
  for (const diagnostic of diagnostics) {
    const last = groups.at(-1)?.[0];
    const { fileName, start } = diagnostic;
    const same = last?.start.offset === start.offset && (last.fileName === fileName || fileName === undefined);
    if (same) groups.at(-1)!.push(diagnostic);
    else groups.push([diagnostic]);
  }
  return groups;
}

function placeOf({ fileName, start }: Diagnostic): string {
  return `${fileName === undefined ? "" : `${fileName} `}${start.line + 1}:${start.character + 1}`;
}

interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** The line of a span with its neighbours, and a caret below the span. */
export function excerpt(code: string, { line, column, length }: Span): string[] {
  const lines = code.split("\n");
  const from = Math.max(1, line - linesAround);
  const until = Math.min(lines.length, line + linesAround);
  const width = String(until).length;
  const out: string[] = [];
  for (let number = from; number <= until; number += 1) {
    const text = lines[number - 1] ?? "";
    const gutter = String(number).padStart(width);
    if (number !== line) {
      out.push(dim(`  ${gutter} | ${text}`.trimEnd()));
      continue;
    }
    const marks = "^".repeat(Math.max(1, Math.min(length, text.length - column + 1)));
    // A tab stays a tab, so that the caret stands below its character however wide tabs are.
    const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
    out.push(`${red(">")} ${gutter} | ${text}`, `  ${" ".repeat(width)} | ${indent}${red(marks)}`);
  }
  return out;
}

function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function nameOf(error: Error): string {
  const name = safely(() => error.name, "Error");
  // A class that only extends Error keeps the name "Error"; its own name says more.
  const own = safely(() => error.constructor.name, "");
  return name === "Error" && own !== "" ? own : String(name);
}

/** What `work` gives; `otherwise` where a hostile getter or proxy throws. */
function safely<X>(work: () => X, otherwise: X): X {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

function readText(path: string): string | undefined {
  return safely(() => readFileSync(path, "utf8"), undefined);
}
