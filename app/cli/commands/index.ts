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
    name: "check",
    usage: "[options] [id...]",
    summary: "check exercises, and see why an answer is wrong",
    load: () => import("./check"),
  },
  { name: "next", usage: "", summary: "which exercise comes next", load: () => import("./next") },
  { name: "hint", usage: "[options] <id>", summary: "one hint more each time", load: () => import("./hint") },
  {
    name: "reset",
    usage: "[options] [id...]",
    summary: "exercises back to their beginning; your text is kept aside",
    load: () => import("./reset"),
  },
  {
    name: "solution",
    usage: "[options] <id>",
    summary: "the course's own answer",
    load: () => import("./solution"),
  },
  {
    name: "seeds",
    usage: "[options] <file>",
    summary: "one simulation under many seeds, on all cores",
    load: () => import("./seeds"),
  },
  {
    name: "grade",
    usage: "[options] <submission...>",
    summary: "score submissions in a sandbox and write every report",
    load: () => import("./grade"),
  },
  {
    name: "cluster",
    usage: "[options] <protocol>",
    summary: "run a protocol as real processes, and do to them what faults do",
    load: () => import("./cluster"),
  },
  {
    name: "nbgrader",
    usage: "[options] [id...]",
    summary: "write exercises as assignments for nbgrader",
    load: () => import("./nbgrader"),
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
