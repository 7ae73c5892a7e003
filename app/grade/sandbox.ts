/**
 * How strongly a submission is kept from the machine that judges it. Three levels are known, and the strongest that
 * works here is found by trying: Linux containers often forbid what the first two need.
 */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, lstatSync, openSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxLevel } from "../../lib/grade/result";
import { seccompFilter } from "./seccomp";

/** What a judging process may use at most. */
export interface Limits {
  /** From its start to its end, in milliseconds. */
  readonly wallMs: number;
  /** Heap, buffers and stacks together, in megabytes. */
  readonly memoryMb: number;
  /** A file in its scratch folder, and that folder as a whole, in megabytes. */
  readonly fileMb: number;
  /** What it reports, in megabytes. */
  readonly reportMb: number;
}

export const defaultLimits: Limits = { wallMs: 30_000, memoryMb: 512, fileMb: 8, reportMb: 16 };

/** A command line, with the descriptors from 4 on that it expects to be open. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Files to be opened for reading and handed over as descriptors 4, 5, … */
  readonly inherited: readonly string[];
}

/** A level that works here. */
export interface Sandbox {
  readonly level: SandboxLevel;
  /** What it does, and what it does not, in a sentence. */
  readonly description: string;
  /** How Node runs the program `entry` inside. */
  command(entry: string, limits: Limits): Command;
}

const descriptions: { readonly [level in SandboxLevel]: string } = {
  bubblewrap:
    "own namespaces, no network, no files but Node's and the judge's own (read-only), a small scratch in memory, " +
    "no further processes, limited time and memory",
  unshare: "own process and network namespaces; files are kept away by Node's permissions only",
  "node permissions": "files and processes are kept away by Node's permissions only; the network is open",
  none: "nothing keeps a submission from this machine but the realm that it runs in",
};

/** Finds the strongest level that works here. @param scratch a folder for what the sandbox itself needs */
export function findSandbox(scratch: string, wanted?: SandboxLevel): Sandbox {
  const candidates = [bubblewrap(scratch), unshared(), permitted(), plain()];
  for (const candidate of candidates) {
    if (candidate === null || (wanted !== undefined && candidate.level !== wanted)) continue;
    if (works(candidate, scratch)) return candidate;
  }
  throw new Error(`the sandbox level ${wanted ?? "none"} does not work here`);
}

/** Tried in earnest: with a program that reports as a judge does. */
function works(sandbox: Sandbox, scratch: string): boolean {
  const entry = join(scratch, "probe.cjs");
  writeFileSync(entry, `require("node:fs").writeSync(3, "here")`);
  const { file, args, inherited } = sandbox.command(entry, defaultLimits);
  const handles = inherited.map((path) => openSync(path, "r"));
  try {
    const stdio = ["ignore", "ignore", "ignore", "pipe", ...handles] as const;
    const ran = spawnSync(file, args, { stdio: [...stdio], env: {}, timeout: 10_000, cwd: scratch });
    return ran.status === 0 && String(ran.output?.[3] ?? "") === "here";
  } finally {
    handles.forEach((handle) => closeSync(handle));
  }
}

/** Node itself inside of it: few words, no code from text, nothing but the program may be read, nothing started. */
function nodeArguments(entry: string, { memoryMb }: Limits, permissions: boolean): string[] {
  const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  return [
    `--max-old-space-size=${Math.floor(memoryMb / 2)}`,
    "--disallow-code-generation-from-strings",
    "--no-warnings",
    "--disable-proto=delete",
    ...(permissions ? [flag, `--allow-fs-read=${entry}`] : []),
    entry,
  ];
}

const findProgram = (name: string): string | undefined =>
  ["/usr/bin", "/bin", "/usr/local/bin"].map((folder) => join(folder, name)).find((path) => existsSync(path));

/**
 * What Node needs before it does anything, since stacks of its own threads and what V8 sets aside count as data too.
 * Measured: Node 20 and 22 start with less than 200 MB, Node 24 with 576 and not with 500.
 */
const nodeOverheadMb = Number.parseInt(process.versions.node, 10) >= 24 ? 704 : 320;

/** Buffers are not heap: the limit on data is what holds them. Address space cannot be limited, V8 reserves a lot. */
function limited(command: readonly string[], { memoryMb, fileMb }: Limits): string[] {
  const prlimit = findProgram("prlimit");
  if (prlimit === undefined) return [...command];
  const megabyte = 1024 * 1024;
  const limits = [
    `--data=${(memoryMb + nodeOverheadMb) * megabyte}`,
    `--fsize=${fileMb * megabyte}`,
    "--core=0",
    "--nofile=64",
  ];
  return [prlimit, ...limits, "--", ...command];
}

const systemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What Node needs of the system: its libraries, and itself. Neither /etc nor anybody's home. */
function systemMounts(node: string): string[] {
  const mounts = ["--ro-bind", "/usr", "/usr"];
  for (const folder of systemFolders) {
    if (!existsSync(folder)) continue;
    if (lstatSync(folder).isSymbolicLink()) mounts.push("--symlink", readlinkSync(folder), folder);
    else mounts.push("--ro-bind", folder, folder);
  }
  // Installations under /usr/local or /usr are there already.
  if (!node.startsWith("/usr/")) mounts.push("--ro-bind", node, node);
  return mounts;
}

function bubblewrap(scratch: string): Sandbox | null {
  const bwrap = findProgram("bwrap");
  if (process.platform !== "linux" || bwrap === undefined) return null;
  const node = realpathSync(process.execPath);
  const filter = seccompFilter();
  const filterPath = join(scratch, "filter.bpf");
  if (filter !== null) writeFileSync(filterPath, filter);
  const inside = "/judge/entry.cjs";
  return {
    level: "bubblewrap",
    description: descriptions.bubblewrap,
    command(entry, limits) {
      // The scratch comes first: a Node that lies below /tmp would be hidden by it.
      const tmp = ["--size", String(limits.fileMb * 1024 * 1024), "--tmpfs", "/tmp"];
      const mounts = [...systemMounts(node), "--dir", "/judge", "--ro-bind", entry, inside, "--dev", "/dev"];
      const kept = [
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--hostname",
        "sandbox",
      ];
      const who = ["--unshare-user", "--uid", "65534", "--gid", "65534", "--chdir", "/tmp"];
      const environment = ["--clearenv", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8"];
      const seccomp = filter === null ? [] : ["--seccomp", "4"];
      const run = limited([node, ...nodeArguments(inside, limits, true)], limits);
      const args = [...kept, ...who, ...tmp, ...mounts, "--remount-ro", "/", ...environment, ...seccomp, "--", ...run];
      return { file: bwrap, args, inherited: filter === null ? [] : [filterPath] };
    },
  };
}

function unshared(): Sandbox | null {
  const unshare = findProgram("unshare");
  if (process.platform !== "linux" || unshare === undefined) return null;
  return {
    level: "unshare",
    description: descriptions.unshare,
    command(entry, limits) {
      const namespaces = ["--user", "--map-root-user", "--net", "--pid", "--ipc", "--uts", "--mount", "--fork"];
      const run = limited([process.execPath, ...nodeArguments(entry, limits, true)], limits);
      return { file: unshare, args: [...namespaces, "--kill-child", "--mount-proc", "--", ...run], inherited: [] };
    },
  };
}

function permitted(): Sandbox {
  return {
    level: "node permissions",
    description: descriptions["node permissions"],
    command(entry, limits) {
      const [file = process.execPath, ...args] = limited(
        [process.execPath, ...nodeArguments(entry, limits, true)],
        limits,
      );
      return { file, args, inherited: [] };
    },
  };
}

function plain(): Sandbox {
  return {
    level: "none",
    description: descriptions.none,
    command: (entry, limits) => ({
      file: process.execPath,
      args: nodeArguments(entry, limits, false),
      inherited: [],
    }),
  };
}
