/** What the course cannot do without. */
import { join } from "node:path";
import type { Kernel } from "../context";
import { duration } from "../terminal";
import { fine, missing } from "./findings";
import type { Finding } from "./findings";
import type { Machine } from "./machine";

const nodeMin = [20, 19] as const;
const nodeTested = ["20", "22", "24"];

export function checkNode(machine: Machine): Finding {
  const [major = 0, minor = 0] = machine.nodeVersion.split(".").map(Number);
  const old = major < nodeMin[0] || (major === nodeMin[0] && minor < nodeMin[1]);
  if (old) {
    return missing(
      "Node",
      `${machine.nodeVersion}, needed is ${nodeMin.join(".")} or newer`,
      "get it from https://nodejs.org",
    );
  }
  const tested = nodeTested.includes(String(major));
  return fine("Node", tested ? machine.nodeVersion : `${machine.nodeVersion} (tested on ${nodeTested.join(", ")})`);
}

interface Lock {
  readonly packages?: {
    readonly [path: string]: { readonly version?: string; readonly optional?: boolean; readonly dev?: boolean };
  };
}

/** Compares what npm has noted of its last install with what the lock file asks for. */
export function checkPackages(root: string, machine: Machine): Finding {
  const wanted = readLock(machine.read(join(root, "package-lock.json")));
  const found = readLock(machine.read(join(root, "node_modules/.package-lock.json")));
  if (wanted === undefined)
    return missing("packages", "package-lock.json is missing", "git checkout package-lock.json");
  if (found === undefined) return missing("packages", "nothing is installed", "npm ci");
  const needed = Object.entries(wanted).filter(([path, { optional, dev }]) => path !== "" && !optional && !dev);
  const absent = needed.filter(([path, { version }]) => found[path]?.version !== version);
  if (absent.length === 0) return fine("packages", `${needed.length} as the lock file says`);
  const names = absent.slice(0, 3).map(([path]) => path.replace(/^.*node_modules\//, ""));
  return missing("packages", `${absent.length} missing or of another version: ${names.join(", ")}`, "npm ci");
}

function readLock(text: string | undefined): NonNullable<Lock["packages"]> | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Lock).packages;
  } catch {
    return undefined;
  }
}

export function checkBuild(root: string, machine: Machine): Finding {
  const built = machine.changedAt(join(root, "app/dist/.built"));
  if (built === undefined) return missing("build", "the course has not been built", "npm run build");
  const newest = machine.newest([join(root, "lib"), join(root, "app")]);
  return built < newest ? missing("build", "older than the source", "npm run build") : fine("build", "up to date");
}

const folders = [".", "notebooks", "exercises"];

export function checkFolders(root: string, machine: Machine): Finding {
  for (const folder of folders.map((name) => join(root, name))) {
    const why = machine.whyUnwritable(folder);
    if (why !== undefined) {
      return missing("folder", why, "copy the course to a folder of your own, or change the folder's permissions");
    }
  }
  return fine("folder", `can be written: ${root}`);
}

export async function checkPort(port: number, machine: Machine): Promise<Finding> {
  const why = await machine.whyPortTaken(port);
  if (why === undefined) return fine("port", `${port} is free`);
  const any = await machine.whyPortTaken(0);
  if (any === undefined) return fine("port", `${port} is in use; distlab start takes the next free one`);
  return missing("port", `nothing can listen on this machine's loopback address: ${any}`, "ask who runs this machine");
}

/** Starts a kernel and lets it add two numbers. */
export async function checkKernel(start: () => Promise<Kernel>): Promise<Finding> {
  const before = performance.now();
  let kernel: Kernel | undefined;
  try {
    kernel = await start();
    const result = await kernel.execute("1 + 1", { timeoutMs: 30_000 });
    const answer = JSON.stringify(result.outputs);
    if (result.status === "ok" && /"2(\\n)?"/.test(answer)) {
      return fine("kernel", `answers after ${duration(performance.now() - before)}`);
    }
    return missing("kernel", `1 + 1 gave ${answer}`, "npm ci, then npm run build");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return missing("kernel", why.split("\n")[0] ?? why, "npm ci, then npm run build");
  } finally {
    await kernel?.shutdown();
  }
}
