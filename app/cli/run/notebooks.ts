/** Which notebooks are meant, and reading and writing them. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { digest, writeAtomically } from "../../course/files";
import { formatNotebook, parseNotebook } from "../../course/notebook";
import type { Notebook } from "../../course/notebook";
import { CommandError, UsageError } from "../errors";
import { nearest } from "../suggest";

export interface NotebookFile {
  /** Absolute. */
  readonly path: string;
  /** How reports name it: relative to the course if it lies in it, with forward slashes. */
  readonly name: string;
  readonly notebook: Notebook;
  /** Of the bytes that were read. */
  readonly digest: string;
}

const extension = ".ipynb";

/** The paths of the course's notebooks, in reading order. */
export function allNotebooks(root: string): string[] {
  const folder = join(root, "notebooks");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(extension) && !name.startsWith("."))
    .toSorted()
    .map((name) => join(folder, name));
}

/** The file that a word means: a path, a chapter's name or its number. @throws UsageError */
export function findNotebook(typed: string, root: string, cwd: string): string {
  const path = resolve(cwd, typed);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  const chapters = allNotebooks(root);
  const idOf = (chapter: string) => basename(chapter, extension);
  const word = basename(typed, extension);
  const number = /^\d+$/.test(word) ? word.padStart(2, "0") : undefined;
  const found = chapters.find((chapter) => idOf(chapter) === word || idOf(chapter).split("-")[0] === number);
  if (found !== undefined && !typed.includes("/")) return found;
  const near = nearest(word, chapters.map(idOf));
  const remedy = near === undefined ? "distlab list names the chapters." : `Did you mean ${near}?`;
  throw new UsageError(`there is no notebook "${typed}"`, remedy);
}

/** @throws CommandError when the file cannot be read or is no notebook */
export async function readNotebook(path: string, root: string): Promise<NotebookFile> {
  const inside = relative(root, path);
  const outside = inside.startsWith("..") || isAbsolute(inside);
  const name = outside ? path : inside.split(sep).join("/");
  try {
    const text = await readFile(path, "utf8");
    return { path, name, notebook: parseNotebook(text), digest: digest(text) };
  } catch (error) {
    throw new CommandError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes the notebook unless someone else has meanwhile. @returns whether its bytes have changed */
export async function writeNotebook(file: NotebookFile, notebook: Notebook): Promise<boolean> {
  if (digest(await readFile(file.path, "utf8")) !== file.digest) {
    throw new CommandError(`${file.name} has changed while it ran; nothing was written`, "Run the command again.");
  }
  const text = formatNotebook(notebook);
  if (digest(text) === file.digest) return false;
  await writeAtomically(file.path, text);
  return true;
}
