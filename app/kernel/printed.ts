/**
 * What a cell prints, and the bound on it. A cell that prints in an endless loop must neither fill the reader's memory
 * nor hide that something was left out.
 */
import { StringDecoder } from "node:string_decoder";
// Imported, because the global timers stop for cells that were interrupted.
import { clearTimeout, setTimeout } from "node:timers";

export type StreamName = "stdout" | "stderr";

export interface PrintedOptions {
  /** How much of one cell is kept, in bytes of UTF-8, both streams together. */
  readonly bytesMax: number;
  /** Hands text to the wire thread, which gathers it into messages. */
  readonly send: (name: StreamName, text: string) => void;
}

/**
 * So many writes of a cell are handed over at once, so that "computing …" shows before a long loop begins. A flood that
 * comes after them is gathered: up to so much text, in UTF-16 units, and for so long.
 */
const promptWrites = 1000;
const waitingMax = 8192;
const waitMs = 20;

/** The variable that raises the bound, in MB. */
export const outputVariable = "DISTLAB_OUTPUT_MB";

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  const digits = bytes < 10_000_000 && bytes % 1_000_000 !== 0 ? 1 : 0;
  return `${(bytes / 1_000_000).toFixed(digits)} MB`;
}

/** How much of a cell's output is kept, in bytes: 1 MB, or what the environment says. */
export function outputBytesMax(environment: { readonly [name: string]: string | undefined }): number {
  const said = environment[outputVariable];
  if (said === undefined || said.trim() === "") return 1_000_000;
  const value = Number(said);
  if (!(value > 0)) throw new Error(`${outputVariable} is ${JSON.stringify(said)}; allowed is a number of MB above 0`);
  return value * 1_000_000;
}

/** The first `bytesMax` bytes of a text, cut between characters. */
export function cut(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= bytesMax) return text;
  return new StringDecoder("utf8").write(bytes.subarray(0, bytesMax));
}

export class Printed {
  readonly #options: PrintedOptions;
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  #name: StreamName = "stdout";
  #waiting = "";
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;
  #writes = 0;
  #kept = 0;
  #leftOut = 0;
  /** The stream on which the notice stands, once there is one. */
  #notice: StreamName | undefined;
  #ended = false;

  constructor(options: PrintedOptions) {
    this.#options = options;
  }

  write(name: StreamName, chunk: string | Uint8Array): void {
    if (this.#notice !== undefined) {
      this.#leftOut += typeof chunk === "string" ? Buffer.byteLength(chunk) : chunk.byteLength;
      return;
    }
    const text = typeof chunk === "string" ? chunk : this.#decoders[name].write(Buffer.from(chunk));
    const bytes = Buffer.byteLength(text);
    const room = this.#options.bytesMax - this.#kept;
    if (bytes <= room) {
      this.#kept += bytes;
      this.#add(name, text);
      return;
    }
    this.#kept = this.#options.bytesMax;
    this.#leftOut = bytes - room;
    this.#add(name, cut(text, room));
    this.#startNotice(name);
  }

  #startNotice(name: StreamName): void {
    this.#notice = name;
    const kept = megabytes(this.#options.bytesMax);
    this.#add(name, `\n[This cell printed more than ${kept}; the rest is left out`);
    if (this.#ended) this.#add(name, `. ${this.#remedy()}]\n`);
    this.flush();
  }

  #remedy(): string {
    const all = Math.ceil((this.#options.bytesMax + this.#leftOut) / 1_000_000);
    return `To see all of it, write it to a file, or start the course with ${outputVariable}=${all} in the environment.`;
  }

  #add(name: StreamName, text: string): void {
    if (text === "") return;
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#waiting += text;
    this.#writes += 1;
    const prompt = this.#writes <= promptWrites || this.#waiting.length >= waitingMax;
    if (prompt || performance.now() - this.#sentAt >= waitMs) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), waitMs);
  }

  /** Hands over what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === "") return;
    const text = this.#waiting;
    this.#waiting = "";
    this.#sentAt = performance.now();
    this.#options.send(this.#name, text);
  }

  /** The cell has ended: says how much was left out, and sends everything. What comes later is still taken. */
  end(): void {
    this.#ended = true;
    if (this.#notice !== undefined) this.#add(this.#notice, `: ${megabytes(this.#leftOut)}. ${this.#remedy()}]\n`);
    this.flush();
  }
}
