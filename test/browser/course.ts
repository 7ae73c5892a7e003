/**
 * A small course in a folder of its own, served by the real server with real kernels, for the browser tests: chapters
 * whose cells are made for what is tested, an exercise, and notebooks that mean harm.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

export interface CellSource {
  readonly id: string;
  readonly type?: "code" | "markdown";
  readonly source: string;
  readonly outputs?: readonly unknown[];
}

export interface ChapterSource {
  readonly id: string;
  readonly distlab?: Readonly<Record<string, unknown>>;
  readonly cells: readonly CellSource[];
}

/** A display output as it stands in a saved notebook. */
export function shown(data: Readonly<Record<string, unknown>>): unknown {
  return { output_type: "display_data", data, metadata: {} };
}

function notebookOf(chapter: ChapterSource): unknown {
  return {
    cells: chapter.cells.map(({ id, type = "code", source, outputs }) => ({
      cell_type: type,
      id,
      metadata: {},
      source,
      ...(type === "code" ? { execution_count: outputs === undefined ? null : 1, outputs: outputs ?? [] } : {}),
    })),
    metadata: {
      kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
      language_info: { name: "typescript" },
      ...(chapter.distlab === undefined ? {} : { distlab: chapter.distlab }),
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

export interface CourseFolder {
  readonly path: string;
  /** A chapter's file. */
  notebook(id: string): string;
  exercise(id: string): string;
  /** Writes everything as it was at the start. */
  restore(): void;
  remove(): void;
}

/** The chapters of the course itself, in reading order. */
export function chaptersOfTheCourse(): readonly string[] {
  const files = readdirSync(join(root, "notebooks")).filter((file) => file.endsWith(".ipynb"));
  return files.map((file) => file.slice(0, -".ipynb".length)).toSorted();
}

interface Saved {
  readonly cells: { readonly id: string; readonly cell_type: string; outputs?: unknown[]; execution_count?: unknown }[];
}

/** The ids of a real chapter's code cells, in order. */
export function codeCellsOf(chapter: string): readonly string[] {
  const text = readFileSync(join(root, "notebooks", `${chapter}.ipynb`), "utf8");
  return (JSON.parse(text) as Saved).cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.id);
}

/** The course itself in a new folder, its outputs cleared, so that what is seen there was made there. */
export function copyOfTheCourse(): CourseFolder {
  const path = mkdtempSync(join(tmpdir(), "distlab-browser-"));
  const folder: CourseFolder = {
    path,
    notebook: (id) => join(path, "notebooks", `${id}.ipynb`),
    exercise: (id) => join(path, "exercises", `${id}.ts`),
    restore: () => {
      for (const name of ["notebooks", "exercises", "test/exercises", "solutions"]) {
        if (existsSync(join(root, name))) cpSync(join(root, name), join(path, name), { recursive: true });
      }
      for (const chapter of chaptersOfTheCourse()) clearOutputs(folder.notebook(chapter));
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
  symlinkSync(join(root, "package.json"), join(path, "package.json"));
  folder.restore();
  return folder;
}

function clearOutputs(file: string): void {
  const notebook = JSON.parse(readFileSync(file, "utf8")) as Saved;
  for (const cell of notebook.cells)
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  writeFileSync(file, `${JSON.stringify(notebook, null, 1)}\n`);
}

/** Writes a course into a new folder below the system's temporary one. */
export function makeCourse(
  chapters: readonly ChapterSource[],
  exercises: Readonly<Record<string, string>>,
): CourseFolder {
  const path = mkdtempSync(join(tmpdir(), "distlab-browser-"));
  mkdirSync(join(path, "notebooks"));
  symlinkSync(join(root, "node_modules"), join(path, "node_modules"));
  const folder: CourseFolder = {
    path,
    notebook: (id) => join(path, "notebooks", `${id}.ipynb`),
    exercise: (id) => join(path, "exercises", `${id}.ts`),
    restore: () => {
      for (const chapter of chapters) {
        writeFileSync(folder.notebook(chapter.id), `${JSON.stringify(notebookOf(chapter), null, 1)}\n`);
      }
      for (const [id, stub] of Object.entries(exercises)) {
        for (const file of [folder.exercise(id), join(path, "test/exercises", `${id}.ts`)]) {
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, stub);
        }
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  folder.restore();
  return folder;
}
