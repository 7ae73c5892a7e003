// What a learner has done, in the git-ignored .distlab/: one JSON file each for progress and predictions.
import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exclusively, writeAtomically } from "./files";
import type { ChapterProgress, NewPrediction, Prediction, Progress, ProgressChange } from "../server/contract";

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSON object in a file; an unreadable file is moved aside, never overwritten. */
class Store {
  constructor(private readonly path: string) {}

  async read(): Promise<Fields> {
    const text = await readFile(this.path, "utf8").catch(() => null);
    if (text === null) return {};
    try {
      const value: unknown = JSON.parse(text);
      if (isFields(value)) return value;
    } catch {
      // Not JSON: someone edited it by hand, or a disk failed.
    }
    await rename(this.path, `${this.path}.unreadable-${Date.now()}`);
    return {};
  }

  /** Reads, changes and writes as one step. */
  change<Result>(task: (old: Fields) => { readonly next: object; readonly result: Result }): Promise<Result> {
    return exclusively(this.path, async () => {
      const { next, result } = task(await this.read());
      await mkdir(dirname(this.path), { recursive: true });
      await writeAtomically(this.path, `${JSON.stringify(next, null, 2)}\n`);
      return result;
    });
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

function chapterProgress(value: unknown): ChapterProgress | null {
  if (!isFields(value) || typeof value["openedAt"] !== "string") return null;
  const { openedAt, lastAt, cell } = value;
  return {
    openedAt,
    lastAt: typeof lastAt === "string" ? lastAt : openedAt,
    cell: typeof cell === "string" ? cell : null,
    ran: strings(value["ran"]),
    finished: value["finished"] === true,
  };
}

function progressFrom(value: Fields): Progress {
  const chapters: Record<string, ChapterProgress> = {};
  for (const [id, entry] of Object.entries(isFields(value["chapters"]) ? value["chapters"] : {})) {
    const progress = chapterProgress(entry);
    if (progress !== null) chapters[id] = progress;
  }
  const left = value["leftOff"];
  const known = isFields(left) && typeof left["chapter"] === "string" && typeof left["at"] === "string";
  if (!known) return { chapters, leftOff: null };
  const { chapter, cell, at } = left;
  return {
    chapters,
    leftOff: { chapter: String(chapter), cell: typeof cell === "string" ? cell : null, at: String(at) },
  };
}

export class Records {
  private readonly progressStore: Store;
  private readonly predictionStore: Store;

  /** @param root the course's folder */
  constructor(root: string) {
    this.progressStore = new Store(join(root, ".distlab", "progress.json"));
    this.predictionStore = new Store(join(root, ".distlab", "predictions.json"));
  }

  async progress(): Promise<Progress> {
    return progressFrom(await this.progressStore.read());
  }

  /** Notes that the learner is in this chapter now, and what changed there. */
  async changeProgress(chapter: string, change: ProgressChange, now: Date): Promise<ChapterProgress> {
    const at = now.toISOString();
    return this.progressStore.change((fields) => {
      const old = progressFrom(fields);
      const before = old.chapters[chapter];
      const result: ChapterProgress = {
        openedAt: before?.openedAt ?? at,
        lastAt: at,
        cell: change.cell === undefined ? (before?.cell ?? null) : change.cell,
        ran: [...new Set([...(before?.ran ?? []), ...(change.ran ?? [])])],
        finished: change.finished ?? before?.finished ?? false,
      };
      const leftOff = { chapter, cell: result.cell, at };
      return { next: { chapters: { ...old.chapters, [chapter]: result }, leftOff }, result };
    });
  }

  async predictions(): Promise<Prediction[]> {
    return Object.values(await this.predictionStore.read()).filter(isPrediction);
  }

  /** Records a prediction. The first answer stands: a second one changes nothing. @returns the one that stands */
  async predict(id: string, prediction: NewPrediction, now: Date): Promise<Prediction> {
    return this.predictionStore.change((old) => {
      const known = old[id];
      if (isPrediction(known)) return { next: old, result: known };
      const result: Prediction = { id, ...prediction, at: now.toISOString() };
      return { next: { ...old, [id]: result }, result };
    });
  }

  /** Takes out the predictions that `which` names, so that their questions can be answered again. @returns those taken out */
  async forgetPredictions(which: (prediction: Prediction) => boolean): Promise<readonly Prediction[]> {
    return this.predictionStore.change((old) => {
      const forgotten = Object.values(old).filter(isPrediction).filter(which);
      const ids = new Set(forgotten.map(({ id }) => id));
      return { next: Object.fromEntries(Object.entries(old).filter(([id]) => !ids.has(id))), result: forgotten };
    });
  }
}

function isPrediction(value: unknown): value is Prediction {
  return isFields(value) && typeof value["id"] === "string" && typeof value["confidence"] === "number";
}
