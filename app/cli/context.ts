/** What a command may know and touch; tests give it another terminal, another folder, another kernel. */
import type { CellRunner } from "../notebook/run";
import type { Environment, Writer } from "./terminal";

export type KernelKind = "course" | "stock";

/** A kernel as the command line uses it; `KernelClient` is one. */
export interface Kernel extends CellRunner {
  shutdown(): Promise<void>;
}

export interface KernelWanted {
  readonly kernel: KernelKind;
  readonly root: string;
}

export interface Context {
  /** The course's folder, absolute. */
  readonly root: string;
  /** Where the person is: paths that they type are relative to it. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly out: Writer;
  readonly error: Writer;
  startKernel(wanted: KernelWanted): Promise<Kernel>;
  /** Calls `stop` at the first Ctrl-C or request to end; returns what takes this back. */
  onInterrupt(stop: () => void): () => void;
}

/** What a command's action returns: its exit code. */
export type Action<Arguments extends readonly unknown[]> = (...args: Arguments) => Promise<number>;
