/**
 * Where the command line writes: results on standard output, everything about how it goes on standard error. Colours
 * and the progress line appear on terminals only.
 */
import { stripVTControlCharacters } from "node:util";

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

const codes: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** FORCE_COLOR and NO_COLOR decide (force-color.org, no-color.org); otherwise whether this is a terminal. */
export function wantsColours(sink: Sink, environment: Environment): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if ((environment["NO_COLOR"] ?? "") !== "") return false;
  return sink.isTTY === true && environment["TERM"] !== "dumb";
}

const widthDefault = 100;
const widthMin = 40;

/** One stream with its colours. */
export class Writer {
  readonly colours: boolean;
  readonly #sink: Sink;

  constructor(sink: Sink, environment: Environment) {
    this.#sink = sink;
    this.colours = wantsColours(sink, environment);
  }

  get isTerminal(): boolean {
    return this.#sink.isTTY === true;
  }

  /** Columns of the terminal; 100 where it is none, or does not say (some say 0). */
  get width(): number {
    const told = this.#sink.columns ?? 0;
    return told > 0 ? Math.max(told, widthMin) : widthDefault;
  }

  write(text: string): void {
    this.#sink.write(text);
  }

  line(text = ""): void {
    this.#sink.write(`${text}\n`);
  }

  style(style: Style, text: string): string {
    const [on, off] = codes[style];
    return this.colours && text !== "" ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  }
}

/** A line at the bottom of the terminal that is written over; nothing at all elsewhere. */
export class StatusLine {
  readonly #writer: Writer;
  #shown = "";

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  show(text: string): void {
    if (!this.#writer.isTerminal) return;
    const cut = truncate(text, this.#writer.width - 1);
    if (cut === this.#shown) return;
    this.#writer.write(`\r\u001B[2K${cut}`);
    this.#shown = cut;
  }

  clear(): void {
    if (this.#shown === "") return;
    this.#writer.write("\r\u001B[2K");
    this.#shown = "";
  }
}

/** A text without colours cut to so many columns. */
export function truncate(text: string, width: number): string {
  const plain = [...stripVTControlCharacters(text)];
  return plain.length <= width ? text : `${plain.slice(0, Math.max(0, width - 1)).join("")}…`;
}

const barCells = 20;

/** `[████████░░░░░░░░░░░░]` */
export function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barCells);
  return `[${"█".repeat(full)}${"░".repeat(barCells - full)}]`;
}

/** 850 ms, 4.2 s, 72 s, 5 min 3 s. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Columns of a table, padded by what is seen of them; the last is not padded. */
export function columns(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, seenLength(cell))));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + " ".repeat(widths[at]! - seenLength(cell) + gap)))
      .join("")
      .trimEnd(),
  );
}

const seenLength = (text: string): number => [...stripVTControlCharacters(text)].length;

/** 1 cell, 2 cells. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
