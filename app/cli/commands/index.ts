/**
 * The commands: one file each. Only the one that is called is loaded, so that `distlab --help` is quick; what the
 * overview says of a command therefore stands here.
 */
import type { Command } from "commander";
import type { Context } from "../context";

export interface CommandModule {
  /** Adds options, arguments and the action, which sets the exit code through `finish`. */
  define(command: Command, context: Context, finish: (exitCode: number) => void): void;
}

export interface CommandEntry {
  readonly name: string;
  /** Its arguments, as the overview shows them. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly summary: string;
  load(): Promise<CommandModule>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "start",
    usage: "[options]",
    summary: "serve the course and open it in the browser",
    load: () => import("./start"),
  },
  {
    name: "list",
    usage: "[options]",
    summary: "chapters, exercises, points and how far you are",
    load: () => import("./list"),
  },
  {
    name: "run",
    usage: "[options] [notebook...]",
    summary: "run notebooks without a browser, or check their outputs",
    load: () => import("./run"),
  },
  {
    name: "seeds",
    usage: "[options] <file>",
    summary: "one simulation under many seeds, on all cores",
    load: () => import("./seeds"),
  },
  {
    name: "jupyter",
    usage: "install | remove",
    summary: "make the course's kernel known to Jupyter and VS Code",
    load: () => import("./jupyter"),
  },
  {
    name: "doctor",
    usage: "[options]",
    summary: "what is missing on this machine, and how to get it",
    load: () => import("./doctor"),
  },
];
