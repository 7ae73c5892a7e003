/** Where the course and the built launcher are, found from this file, whether it runs built or from source. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const rootPackage = "distlab-course";

function isRoot(folder: string): boolean {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return false;
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly name?: unknown }).name === rootPackage;
}

/** The course's root folder: the nearest one above this file whose package is the course. */
export function courseRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder;
    if (folder === dirname(folder)) throw new Error(`no package named ${rootPackage} above ${start}`);
  }
}

/** The built launcher. @throws Error when the course has not been built */
export function launcherPath(): string {
  const path = join(courseRoot(), "app/dist/kernel/launcher.js");
  if (!existsSync(path)) throw new Error(`the kernel is not built: ${path} is missing (npm run build makes it)`);
  return path;
}
