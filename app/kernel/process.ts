/**
 * A kernel's process: started in a process group of its own, ended with everything that its cells started, and
 * ending by itself when we die, however we die (the launcher watches a pipe that only we hold open).
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { launcherPath } from "./paths";

/** `course` is ours; `stock` is unchanged tslab, to show that chapters need nothing of ours. */
export type KernelKind = "course" | "stock";

export interface KernelProcessOptions {
  readonly kernel: KernelKind;
  /** The folder from which cells import; absolute. */
  readonly root: string;
  /** The connection file's path; absolute. */
  readonly connectionFile: string;
  /** Added to this process's environment. */
  readonly env?: { readonly [name: string]: string };
}

/** How a process ended: one of the two is null. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last of what the process wrote to its own standard error, at most 8 kB. */
  readonly lastWords: string;
}

const lastWordsMax = 8192;
const pipePatienceMs = 500;
/**
 * Options of Node that the kernel needs. Code that an interrupt ends from outside leaves an entry behind on the stack
 * on which Node tracks asynchronous contexts; with its consistency check, Node would end the process for that.
 */
export const kernelNodeOptions: readonly string[] = ["--no-force-async-hooks-checks"];
/** The launcher's end of the pipe that tells it that its parent is gone. */
export const parentPipe = 3;

export class KernelProcess {
  readonly pid: number;
  /** Settles when the process has ended and its output is read. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  #lastWords = "";

  constructor(options: KernelProcessOptions) {
    const args = [
      ...kernelNodeOptions,
      launcherPath(),
      "--root",
      options.root,
      "--config-path",
      options.connectionFile,
    ];
    if (options.kernel === "stock") args.push("--stock");
    this.#child = spawn(process.execPath, [...args, "--parent-pipe", String(parentPipe)], {
      cwd: options.root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-lastWordsMax);
    });
    // Writing is never done, but a pipe whose reader dies may still report an error.
    (this.#child.stdio[parentPipe] as Writable).on("error", () => undefined);
    this.ended = this.#watch();
    this.pid = this.#child.pid ?? 0;
  }

  #watch(): Promise<Ending> {
    return new Promise((resolve) => {
      this.#child.once("error", (error) => resolve({ code: null, signal: null, lastWords: error.message }));
      this.#child.once("exit", (code, signal) => {
        this.#signalGroup("SIGKILL");
        const end = () => {
          clearTimeout(patience);
          this.#child.stderr?.destroy();
          resolve({ code, signal, lastWords: this.#lastWords.trim() });
        };
        // What was written is read when the pipe closes; a process that left the group may hold it open for ever.
        const patience = setTimeout(end, pipePatienceMs);
        this.#child.once("close", end);
      });
    });
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** SIGINT to the kernel alone, not to what its cells started. */
  interrupt(): void {
    if (this.running) this.#child.kill("SIGINT");
  }

  /** Ends the kernel and everything in its process group at once. */
  kill(): void {
    if (this.running) this.#signalGroup("SIGKILL");
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      if (process.platform === "win32") this.#child.kill(signal);
      else process.kill(-this.#child.pid, signal);
    } catch (error) {
      // ESRCH: nobody is left in the group, which is what was wanted.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Lets this process end while the kernel runs (the kernel then ends too). */
  unref(): void {
    this.#child.unref();
  }
}
