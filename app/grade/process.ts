/**
 * Runs a judge in a sandbox: hands it its task, reads what it reports, and ends it, with all that it has started, when
 * it takes too long, too much memory, or says too much.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import type { Limits, Sandbox } from "./sandbox";

/** How a judge ended. */
export type Ending =
  | { readonly kind: "done" }
  | { readonly kind: "stopped"; readonly why: "time" | "memory" | "report" }
  | { readonly kind: "died"; readonly code: number | null; readonly signal: string | null };

export interface Judged {
  readonly ending: Ending;
  /** What came over the channel of its own. */
  readonly report: string;
  /** The beginning of what it wrote on standard error: for whoever runs the grader, never for the score. */
  readonly complaint: string;
}

export interface JudgeOptions {
  readonly sandbox: Sandbox;
  readonly limits: Limits;
  /** The program that judges. */
  readonly entry: string;
  /** What it reads first. */
  readonly task: string;
  /** Where it stands on this machine; in a stronger sandbox it sees another folder. */
  readonly folder: string;
}

/** Never rejects. */
export async function runJudge(options: JudgeOptions): Promise<Judged> {
  const { sandbox, limits, entry, task, folder } = options;
  const { file, args, inherited } = sandbox.command(entry, limits);
  const handles = inherited.map((path) => openSync(path, "r"));
  // A process group of its own: what it starts ends with it.
  const child = spawn(file, args, {
    cwd: folder,
    env: {},
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe", ...handles],
  });
  handles.forEach((handle) => closeSync(handle));
  const input = child.stdio[0] as Writable;
  input.on("error", () => undefined);
  input.end(task);
  return watched(child, limits);
}

function watched(child: ChildProcess, limits: Limits): Promise<Judged> {
  let stopped: "time" | "memory" | "report" | undefined;
  const stop = (why: "time" | "memory" | "report"): void => {
    stopped ??= why;
    endGroup(child);
  };
  const report = collected(child.stdio[3] as Readable, limits.reportMb * 1024 * 1024, () => stop("report"));
  const complaint = collected(child.stdio[2] as Readable, 4096, () => undefined);
  // Read and thrown away: a pipe that nobody reads would hold the judge up.
  (child.stdio[1] as Readable).resume();
  const timer = setTimeout(() => stop("time"), limits.wallMs);
  const memory = setInterval(() => {
    if (residentMb(child.pid) > limits.memoryMb) stop("memory");
  }, 50);
  return new Promise((resolve) => {
    const finish = (code: number | null, signal: string | null): void => {
      clearTimeout(timer);
      clearInterval(memory);
      endGroup(child);
      const ending: Ending =
        stopped !== undefined
          ? { kind: "stopped", why: stopped }
          : code === 0
            ? { kind: "done" }
            : { kind: "died", code, signal };
      resolve({ ending, report: report(), complaint: complaint() });
    };
    child.once("error", () => finish(null, null));
    child.once("close", finish);
  });
}

/** Kills all of its group; that it may be gone already is no error. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // There is nobody left in it.
  }
}

function collected(stream: Readable, most: number, tooMuch: () => void): () => string {
  const parts: Buffer[] = [];
  let bytes = 0;
  stream.on("error", () => undefined);
  stream.on("data", (part: Buffer) => {
    if (bytes < most) parts.push(part);
    bytes += part.length;
    if (bytes > most) tooMuch();
  });
  return () => Buffer.concat(parts).subarray(0, most).toString("utf8");
}

/** What a process and all below it hold in memory. 0 where this cannot be known. */
function residentMb(pid: number | undefined, depth = 0): number {
  if (process.platform !== "linux" || pid === undefined || depth > 8) return 0;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1] ?? 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const below = children === "" ? [] : children.split(" ").map(Number);
    return below.reduce((sum, child) => sum + residentMb(child, depth + 1), (pages * 4096) / 1024 / 1024);
  } catch {
    return 0;
  }
}
