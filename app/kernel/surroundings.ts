/**
 * The process as cells find it: what they print goes to the notebook, what would end the kernel is an error, and an
 * error that nobody catches is told to the reader instead of ending everything.
 */
import { writeSync } from "node:fs";
import { Writable } from "node:stream";
import type { Cell } from "./cell";
import { carryCells, cellOfPromise, currentCell, leaveCell } from "./context";

/** A cell tried to end the process. */
export class ProcessExit extends Error {
  override readonly name = "ProcessExit";
}

export interface SurroundingsOptions {
  /** The newest cell, to which belongs what belongs to no other; undefined before the first. */
  readonly newest: () => Cell | undefined;
  /** SIGINT has come while no cell's synchronous code ran. */
  readonly onInterrupt: () => void;
  /** An error that nobody caught, and the cell whose it is. */
  readonly onUncaught: (error: unknown, kind: "exception" | "rejection", cell: Cell | undefined) => void;
}

/**
 * A stream that prints below the cell. Node's own must not even be looked at: making it changes the mode of a file that
 * we share with whoever started us, and Jupyter's own output is then cut off.
 */
function cellStream(name: "stdout" | "stderr", cell: () => Cell | undefined): Writable {
  type Callback = (error?: Error | null) => void;
  const write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean => {
    const done = typeof encoding === "function" ? encoding : callback;
    const text = typeof chunk === "string" && isBinary(encoding) ? Buffer.from(chunk, encoding) : chunk;
    cell()?.print(name, text);
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  return Object.assign(new Writable(), { write, fd: name === "stdout" ? 1 : 2 });
}

function replaceStream(name: "stdout" | "stderr", cell: () => Cell | undefined): void {
  const stream = cellStream(name, cell);
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
}

/** True for encodings in which a string stands for other bytes than its own UTF-8. */
function isBinary(encoding: unknown): encoding is "hex" | "base64" | "base64url" | "latin1" | "binary" | "utf16le" {
  return typeof encoding === "string" && !["utf8", "utf-8", "buffer"].includes(encoding);
}

function forbid(what: string): () => never {
  return () => {
    throw new ProcessExit(
      `${what} was called. A cell cannot end the kernel; nothing after the call has run, and your variables are kept. ` +
        "To start afresh, restart the kernel.",
    );
  };
}

/** The kernel itself ends by a signal, so it needs none of these. */
function forbidExit(): void {
  process.exit = (code?: number | string | null) => forbid(`process.exit(${code ?? ""})`)() as never;
  process.abort = forbid("process.abort()");
  Reflect.set(process, "reallyExit", forbid("process.reallyExit()"));
}

/**
 * An interrupt that strikes inside of Node's own list of timers leaves it torn, and from then on every turn of the loop
 * throws, for ever. Nothing mends that: better an end that is reported, after which the kernel is started anew.
 */
function endIfTimersAreBroken(error: unknown): void {
  const isTorn = error instanceof TypeError && /reading '_idle(?:Next|Prev)'/.test(error.message);
  if (!isTorn) return;
  writeSync(2, "distlab kernel: an interrupt has torn Node's timers; the kernel ends and has to be restarted\n");
  process.kill(process.pid, "SIGKILL");
}

/** Changes the process; once, before the first cell runs. */
export function prepareSurroundings({ newest, onInterrupt, onUncaught }: SurroundingsOptions): void {
  const cell = () => currentCell() ?? newest();
  replaceStream("stdout", cell);
  replaceStream("stderr", cell);
  process.on("uncaughtException", (error) => {
    endIfTimersAreBroken(error);
    const thrower = cell();
    leaveCell();
    onUncaught(error, "exception", thrower);
  });
  process.on("unhandledRejection", (reason, promise) => {
    onUncaught(reason, "rejection", cellOfPromise(promise) ?? newest());
  });
  process.on("SIGINT", onInterrupt);
  carryCells();
  forbidExit();
}
