/** The parts of the machine that the doctor looks at; tests look at another machine. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import type { Environment } from "../terminal";

export interface Machine {
  readonly nodeVersion: string;
  readonly platform: string;
  /** The path of a program on PATH; undefined when there is none. */
  find(program: string): string | undefined;
  /** What a program prints, trimmed; undefined when it fails or takes more than ten seconds. */
  ask(program: string, args: readonly string[]): string | undefined;
  exists(path: string): boolean;
  /** The file's text; undefined when it cannot be read. */
  read(path: string): string | undefined;
  /** When the newest file of these folders has changed, in milliseconds; builds and packages do not count. */
  newest(folders: readonly string[]): number;
  changedAt(path: string): number | undefined;
  /** Why a file cannot be made in the folder; undefined when it can. */
  whyUnwritable(folder: string): string | undefined;
  /** Why nothing can listen on this port of the loopback address; undefined when something can. */
  whyPortTaken(port: number): Promise<string | undefined>;
}

const askTimeoutMs = 10_000;

export function thisMachine(environment: Environment): Machine {
  const find = (program: string) => findProgram(program, environment);
  return {
    nodeVersion: process.versions.node,
    platform: process.platform,
    find,
    ask(program, args) {
      const answer = spawnSync(program, args, {
        encoding: "utf8",
        timeout: askTimeoutMs,
        stdio: ["ignore", "pipe", "pipe"],
      });
      return answer.status === 0 ? answer.stdout.trim() : undefined;
    },
    exists: existsSync,
    read(path) {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
    newest: (folders) => Math.max(0, ...folders.map(newestBelow)),
    changedAt: (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs,
    whyUnwritable,
    whyPortTaken,
  };
}

function findProgram(program: string, environment: Environment): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of (environment["PATH"] ?? "").split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      if (folder !== "" && isExecutable(path)) return path;
    }
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function newestBelow(folder: string): number {
  let newest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "dist" || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestBelow(path) : statSync(path).mtimeMs);
  }
  return newest;
}

/** By trying: what permissions say is not always what happens. */
function whyUnwritable(folder: string): string | undefined {
  const probe = join(folder, `.distlab-doctor-${process.pid}`);
  try {
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function whyPortTaken(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.message));
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(undefined)));
  });
}
