/** Where the files of a run are: in the clone's own folder for what is passing, so that they are on a real disk. */
import { rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A folder for one run of this process. */
export function runFolder(root: string, name: string): string {
  return join(root, ".distlab/clusters", `${name}-${process.pid}`);
}

/** Removes it, and the folder around it where that is empty. */
export async function removeRun(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rmdir(dirname(folder)).catch(() => undefined);
}
