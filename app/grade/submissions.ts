/** Finds out who has handed in what: files, folders, zip archives and notebooks become answers by exercise. */
import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { parseNotebook } from "../course/notebook";
import type { Cell } from "../course/notebook";
import { archiveLimits, isAnswerPath, unpack } from "./archive";
import type { NamedFile } from "./archive";
import type { AnswerFile } from "./judge";

/** What one learner handed in. */
export interface Submission {
  /** The name of the file or folder, without its ending. */
  readonly learner: string;
  /** One for each exercise. */
  readonly answers: readonly AnswerFile[];
  /** What is wrong with it as a whole. */
  readonly problems: readonly string[];
}

/** Which exercises there are. */
export interface Known {
  readonly ids: readonly string[];
  /** When only one is graded, a file of any name is an answer to it. */
  readonly only?: string;
}

/** Where submissions are: a folder of learners becomes a place for each. */
export async function submissionPlaces(paths: readonly string[], known: Known): Promise<readonly string[]> {
  const places: string[] = [];
  for (const path of paths) {
    const stats = await lstat(path);
    if (!stats.isDirectory() || (await isOneLearners(path, known))) places.push(path);
    else for (const name of (await readdir(path)).toSorted()) if (isPlace(name)) places.push(join(path, name));
  }
  return places;
}

const isPlace = (name: string): boolean =>
  !name.startsWith(".") && (extname(name) === "" || /\.(ts|zip|ipynb)$/.test(name));

/** A folder is one learner's when it has the course's own folders, or answers by the names of exercises. */
async function isOneLearners(folder: string, { ids }: Known): Promise<boolean> {
  const names = await readdir(folder);
  return names.some((name) => {
    if (name === "exercises" || name === "notebooks") return true;
    return ids.some((id) => id.startsWith(`${name}/`) || `${id.split("/")[1]}.ts` === name);
  });
}

/** Reads what is at a place. Never rejects: what cannot be read is a problem of that submission. */
export async function readSubmission(place: string, known: Known): Promise<Submission> {
  const learner = basename(place).replace(/\.(ts|zip|ipynb)$/, "");
  try {
    const stats = await lstat(place);
    if (stats.isSymbolicLink()) return refused(learner, "it is a symbolic link; files, folders and archives count");
    if (stats.isDirectory()) return sorted(learner, await filesBelow(place), known);
    if (!stats.isFile()) return refused(learner, "it is no ordinary file");
    if (stats.size > archiveLimits.totalBytes)
      return refused(learner, `it has ${stats.size} bytes; ${archiveLimits.totalBytes} are allowed`);
    const bytes = await readFile(place);
    if (extname(place) !== ".zip") {
      return sorted(learner, { files: [{ path: basename(place), bytes }], problems: [] }, known);
    }
    const unpacked = await unpack(bytes);
    if (unpacked.kind === "refused") return refused(learner, unpacked.problem);
    return sorted(learner, { files: unpacked.files, problems: [] }, known);
  } catch (error) {
    return refused(learner, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const refused = (learner: string, problem: string): Submission => ({ learner, answers: [], problems: [problem] });

interface Found {
  readonly files: NamedFile[] | readonly NamedFile[];
  readonly problems: string[];
}

/** Symbolic links are not followed: they could lead to what only the grader may read. */
async function filesBelow(root: string): Promise<Found> {
  const files: NamedFile[] = [];
  const problems: string[] = [];
  let seen = 0;
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const name = relative(root, path).replaceAll("\\", "/");
      seen += 1;
      if (seen > archiveLimits.entries) throw new Error(`it has more than ${archiveLimits.entries} entries`);
      if (entry.isSymbolicLink()) problems.push(`${name} is a symbolic link and was left out`);
      else if (entry.isDirectory() && depth < 6 && !/^(\.|node_modules$)/.test(entry.name)) await walk(path, depth + 1);
      else if (entry.isFile() && isAnswerPath(name)) {
        const { size } = await lstat(path);
        if (size > archiveLimits.fileBytes) problems.push(`${name} has ${size} bytes and was left out`);
        else files.push({ path: name, bytes: await readFile(path) });
      }
    }
  };
  await walk(root, 0);
  return { files, problems };
}

/** Answers of files come before those of notebooks: a file is what the course asks for. */
function sorted(learner: string, { files, problems }: Found, known: Known): Submission {
  const answers = new Map<string, AnswerFile>();
  const told = [...problems];
  const byKind = [...files].toSorted((a, b) => Number(a.path.endsWith(".ipynb")) - Number(b.path.endsWith(".ipynb")));
  for (const file of byKind) {
    if (file.path.endsWith(".ipynb")) {
      for (const answer of cellsOf(file, known, told)) if (!answers.has(answer.id)) answers.set(answer.id, answer);
      continue;
    }
    const id = idOf(file.path, known, files.length);
    if (id !== undefined && !answers.has(id)) answers.set(id, { id, name: file.path, source: file.bytes });
  }
  if (answers.size === 0 && told.length === 0) told.push("there is no answer to an exercise in it");
  return { learner, answers: [...answers.values()], problems: told };
}

function idOf(path: string, { ids, only }: Known, count: number): string | undefined {
  const parts = path.replace(/\.ts$/, "").split("/");
  const byPath = parts.slice(-2).join("/");
  if (ids.includes(byPath)) return byPath;
  const byName = ids.filter((id) => id.split("/")[1] === parts.at(-1));
  if (byName.length === 1) return byName[0];
  return count === 1 ? only : undefined;
}

/** The cells that carry an exercise's id as a tag are its answer, one after the other. */
function cellsOf({ path, bytes }: NamedFile, { ids }: Known, problems: string[]): readonly AnswerFile[] {
  try {
    const { cells } = parseNotebook(bytes.toString("utf8"));
    return ids.flatMap((id) => {
      const sources = cells.filter((cell) => cell.cell_type === "code" && tagsOf(cell).includes(id));
      if (sources.length === 0) return [];
      const text = sources.map(({ source }) => String(source)).join("\n\n");
      return [{ id, name: `${path}, the cells tagged ${id}`, source: Buffer.from(text) }];
    });
  } catch (error) {
    problems.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}

function tagsOf({ metadata }: Cell): readonly unknown[] {
  const { tags } = metadata;
  return Array.isArray(tags) ? tags : [];
}
