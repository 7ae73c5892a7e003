// What the course consists of, read from its own files: chapters from notebooks/ (title from the first heading; minutes,
// prerequisites, question and exercises from `metadata.distlab`), exercises also from the folders beside them.
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isObject, parseNotebook } from "./notebook";
import type { Json, Notebook } from "./notebook";

export interface ChapterInfo {
  /** "05-two-generals". */
  readonly id: string;
  /** "notebooks/05-two-generals.ipynb". */
  readonly path: string;
  readonly title: string;
  readonly question: string | null;
  readonly minutes: number | null;
  /** Ids of chapters. */
  readonly prerequisites: readonly string[];
  readonly exercises: readonly ExerciseInfo[];
  /** Ids of the code cells, in order. */
  readonly cells: readonly string[];
  /** Why the notebook cannot be read; null when it can. */
  readonly fault: string | null;
}

export interface ExerciseInfo {
  /** "05-two-generals/idempotent-receiver". */
  readonly id: string;
  readonly title: string;
  readonly points: number | null;
}

/** "find-disagreement" → "Find disagreement". */
export function titleFromSlug(slug: string): string {
  const words = slug.replace(/^\d+-/, "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const text = (value: Json | undefined): string | null => (typeof value === "string" && value !== "" ? value : null);
const positive = (value: Json | undefined): number | null => (typeof value === "number" && value > 0 ? value : null);
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The first heading of level one, without its markup. */
function headingOf(notebook: Notebook): string | null {
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown" || typeof cell.source !== "string") continue;
    const heading = /^#[ \t]+(.+?)[ \t#]*$/m.exec(cell.source)?.[1];
    if (heading !== undefined) return heading.replaceAll(/[*_`]/g, "");
  }
  return null;
}

function exerciseFrom(entry: Json, chapter: string): ExerciseInfo | null {
  const fields = isObject(entry) ? entry : { id: entry };
  const name = text(fields["id"]) ?? text(fields["name"]);
  if (name === null) return null;
  const id = name.includes("/") ? name : `${chapter}/${name}`;
  const slug = id.slice(id.indexOf("/") + 1);
  return { id, title: text(fields["title"]) ?? titleFromSlug(slug), points: positive(fields["points"]) };
}

/** Names of files with this ending in a folder, in order; none when the folder is missing. */
async function names(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => []);
  const wanted = entries.filter((name) => name.endsWith(ending) && !name.startsWith("."));
  return wanted.map((name) => name.slice(0, -ending.length)).toSorted();
}

function chapterFrom(id: string, notebook: Notebook): ChapterInfo {
  const metadata = notebook.metadata["distlab"];
  const fields = isObject(metadata) ? metadata : {};
  return {
    id,
    path: `notebooks/${id}.ipynb`,
    title: text(fields["title"]) ?? headingOf(notebook) ?? titleFromSlug(id),
    question: text(fields["question"]),
    minutes: positive(fields["minutes"]),
    prerequisites: list(fields["prerequisites"]).map(String),
    exercises: list(fields["exercises"]).flatMap((entry) => exerciseFrom(entry, id) ?? []),
    cells: notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? (text(cell["id"]) ?? []) : [])),
    fault: null,
  };
}

async function readChapter(path: string, id: string): Promise<ChapterInfo> {
  try {
    return chapterFrom(id, parseNotebook(await readFile(path, "utf8")));
  } catch (error) {
    const nothing = { question: null, minutes: null, prerequisites: [], exercises: [], cells: [] };
    const fault = error instanceof Error ? error.message : String(error);
    return { id, path: `notebooks/${id}.ipynb`, title: titleFromSlug(id), ...nothing, fault };
  }
}

/** Reads the course's chapters, and again only those that have changed. */
export class CourseReader {
  private readonly known = new Map<string, { readonly stamp: string; readonly chapter: ChapterInfo }>();

  /** @param root the course's folder */
  constructor(private readonly root: string) {}

  /** All chapters in reading order. A notebook that cannot be read is listed with its fault. */
  async chapters(): Promise<ChapterInfo[]> {
    const ids = await names(join(this.root, "notebooks"), ".ipynb");
    const chapters = await Promise.all(ids.map((id) => this.chapter(id)));
    return chapters.map((chapter) => ({
      ...chapter,
      prerequisites: chapter.prerequisites.map((wanted) => ids.find((id) => id.startsWith(`${wanted}-`)) ?? wanted),
    }));
  }

  private async chapter(id: string): Promise<ChapterInfo> {
    const path = join(this.root, "notebooks", `${id}.ipynb`);
    const { mtimeMs, size } = await stat(path).catch(() => ({ mtimeMs: 0, size: 0 }));
    const stamp = `${mtimeMs} ${size}`;
    const known = this.known.get(id);
    const chapter = known?.stamp === stamp ? known.chapter : await readChapter(path, id);
    this.known.set(id, { stamp, chapter });
    return { ...chapter, exercises: await this.withFiles(chapter) };
  }

  /** The exercises that the notebook names, then those that only have a file. */
  private async withFiles(chapter: ChapterInfo): Promise<readonly ExerciseInfo[]> {
    const files = await names(join(this.root, "exercises", chapter.id), ".ts");
    const listed = new Set(chapter.exercises.map((exercise) => exercise.id));
    const others = files.filter((name) => !listed.has(`${chapter.id}/${name}`));
    return [
      ...chapter.exercises,
      ...others.map((name) => ({ id: `${chapter.id}/${name}`, title: titleFromSlug(name), points: null })),
    ];
  }
}
