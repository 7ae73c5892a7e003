// Writing files so that a reader, a crash or a full disk never meets half of one: the new text goes to a temporary
// file in the same folder, is forced to the disk, and takes the old one's place in one step.
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The `code` of a Node system error ("ENOENT"), or null for anything else that was thrown. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

const temporary = /^\.distlab-[0-9a-f]{12}\.tmp$/;

/** SHA-256 in hexadecimal: what a version of a file is known by. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The bytes of a file, or null when there is none. */
export async function readIfPresent(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

const previous = new Map<string, Promise<unknown>>();

/** Runs `task` when every earlier task for the same path has ended, so that "compare, then write" is one step. */
export async function exclusively<Result>(path: string, task: () => Promise<Result>): Promise<Result> {
  const before = previous.get(path) ?? Promise.resolve();
  const mine = before.then(task, task);
  const settled = mine.catch(() => {});
  previous.set(path, settled);
  try {
    return await mine;
  } finally {
    if (previous.get(path) === settled) previous.delete(path);
  }
}

/** Windows refuses a rename while a virus scanner or an editor holds the file open; it lets go within moments. */
async function renameWithPatience(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = process.platform === "win32" && ["EPERM", "EACCES", "EBUSY"].includes(errorCode(error) ?? "");
      if (!busy || attempt === 5) throw error;
      await delay(20 * 2 ** attempt);
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch {
    // Some file systems cannot; the rename has still happened.
  } finally {
    await handle.close();
  }
}

/**
 * Replaces or creates `path`.
 * @param verify runs when the new text is safely on the disk and only the last step is left; if it throws, the old
 *   file stays. Comparing versions here leaves other programs the shortest time to slip in between.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  verify: () => Promise<void> = async () => {},
): Promise<void> {
  const folder = dirname(path);
  const old = await stat(path).catch(() => null);
  const part = join(folder, `.distlab-${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await open(part, "wx");
    try {
      if (old !== null) await handle.chmod(old.mode & 0o777);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await verify();
    await renameWithPatience(part, path);
  } catch (error) {
    await unlink(part).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

/** Removes what a killed server left half-written in `folder` and the folders right below it. */
export async function sweepTemporaries(folder: string, depth = 1): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth > 0) await sweepTemporaries(path, depth - 1);
    else if (entry.isFile() && temporary.test(entry.name)) await unlink(path).catch(() => {});
  }
}

/**
 * Puts a copy of `content` into the course's `.distlab/kept/`, under the file's own path and the time.
 * @returns where it is, relative to the course, with `/`
 */
export async function keepAside(root: string, apiPath: string, content: Uint8Array, now: Date): Promise<string> {
  const stamp = now.toISOString().replaceAll(":", "-");
  const kept = `.distlab/kept/${dirname(apiPath)}/${stamp}-${basename(apiPath)}`;
  const absolute = join(root, ...kept.split("/"));
  await mkdir(dirname(absolute), { recursive: true });
  await writeAtomically(absolute, content);
  return kept;
}
