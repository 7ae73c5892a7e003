/**
 * Measurements on real processes, for cells: each is a program of the course that starts processes of its own, and that
 * ends, with all of them, when whoever asked is gone. What comes back is plain data. Times are real: they are others in
 * every run, so a cell that shows them has the tag `real-time`, which keeps it out of comparisons.
 */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Operation } from "../protocol";

/** What a load on etcd gave while its leader was killed. */
export interface EtcdFigures {
  /** Of etcd. */
  readonly version: string;
  readonly verdict: "linearizable" | "violation" | "unknown";
  /** The verdict in words. */
  readonly why: string;
  /** Operations that were answered, and those of which nobody knows what came. */
  readonly acknowledged: number;
  readonly unknown: number;
  /** Each kill, and how long it took from it until a write was acknowledged that was asked for after it; null: never. */
  readonly kills: readonly { readonly leader: string; readonly atMs: number; readonly silentMs: number | null }[];
  readonly history: readonly Operation[];
}

/** How `measureEtcd` goes. */
export interface MeasureEtcdOptions {
  /** Default 1. */
  readonly seed?: number;
  /** How long the load lasts, 3 to 60. Default 8: two kills. */
  readonly seconds?: number;
  /** From 1 to 32. Default 6. */
  readonly clients?: number;
  /** `serializable`: any server answers reads from what it holds, which may be old. Default `linearizable`. */
  readonly reads?: "linearizable" | "serializable";
}

/** What a program is asked for. */
export type ProgramRequest = { readonly program: "cluster" | "etcd"; readonly options: object };
/** What a program answers. */
export type ProgramAnswer =
  | { readonly kind: "measured"; readonly figures: object }
  | { readonly kind: "missing"; readonly why: string }
  | { readonly kind: "failed"; readonly why: string };

/**
 * Three etcd servers on this machine under load, their leader killed with `kill -9`, and the history judged. Null, after
 * a printed word about how to get it, where etcd is not installed.
 * @throws RangeError where an option is not allowed; Error where etcd does not start or does not come back
 */
export async function measureEtcd(options: MeasureEtcdOptions = {}): Promise<EtcdFigures | null> {
  const { seed = 1, seconds = 8, clients = 6, reads = "linearizable" } = options;
  checkWhole("seed", seed, 0, 1e9);
  checkWhole("seconds", seconds, 3, 60);
  checkWhole("clients", clients, 1, 32);
  if (!["linearizable", "serializable"].includes(reads)) {
    throw new RangeError(`reads is ${String(reads)}; allowed are "linearizable" and "serializable"`);
  }
  return (await askProgram({ program: "etcd", options: { seed, seconds, clients, reads } })) as EtcdFigures | null;
}

/** @throws RangeError that names the option, its value and what is allowed */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} is ${String(value)}; allowed is a whole number from ${least} to ${most}`);
}

/** The programs are built beside the library: from lib/dist/net, or from lib/net where the sources themselves run. */
function programPath(): string | undefined {
  const built = "app/dist/cluster/for-cells.js";
  return [join(__dirname, "../../..", built), join(__dirname, "../..", built)].find((path) => existsSync(path));
}

/** Runs a program aside. Null, after a printed word, where this machine cannot. */
export async function askProgram(request: ProgramRequest): Promise<object | null> {
  const path = programPath();
  const answer: ProgramAnswer =
    path === undefined
      ? { kind: "missing", why: "Real processes need the built course: npm run build makes it." }
      : await answerOf(path, request);
  if (answer.kind === "measured") return answer.figures;
  if (answer.kind === "failed") throw new Error(answer.why);
  console.log(answer.why);
  return null;
}

function answerOf(path: string, request: ProgramRequest): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    // The arguments of this Node are a debugger's or a kernel's, and not for others.
    const child = fork(path, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
    child.once("message", (answer) => {
      resolve(answer as ProgramAnswer);
      child.disconnect();
    });
    child.once("error", ({ message }) => {
      resolve({ kind: "missing", why: `Processes cannot be started here: ${message}. The rest goes on without.` });
    });
    child.once("exit", (code, signal) => {
      resolve({ kind: "failed", why: `the program ended without an answer (${signal ?? `exit code ${code}`})` });
    });
    child.send(request, () => undefined);
  });
}
