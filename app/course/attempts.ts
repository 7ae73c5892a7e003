// How far a learner is with each exercise, in the git-ignored .distlab/: points, hints shown, and whether the solution was.
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exclusively, readIfPresent, writeAtomically } from "./files";

/** What is kept of one exercise. */
export interface AttemptRecord {
  /** The points of the last check, and the most so far. */
  readonly score: number;
  readonly best: number;
  readonly maxScore: number;
  readonly hintsShown: number;
  readonly solutionShown: boolean;
}

const nothing: AttemptRecord = { score: 0, best: 0, maxScore: 0, hintsShown: 0, solutionShown: false };

/** The records of all exercises, by id. */
export class Attempts {
  private readonly path: string;

  /** @param root the course's folder */
  constructor(root: string) {
    this.path = join(root, ".distlab", "exercises.json");
  }

  async all(): Promise<{ readonly [id: string]: AttemptRecord }> {
    const bytes = await readIfPresent(this.path);
    try {
      const value: unknown = JSON.parse(bytes?.toString("utf8") ?? "{}");
      return typeof value === "object" && value !== null ? (value as { readonly [id: string]: AttemptRecord }) : {};
    } catch {
      // Somebody edited it by hand: points are found again by checking.
      return {};
    }
  }

  async of(id: string): Promise<AttemptRecord> {
    return { ...nothing, ...(await this.all())[id] };
  }

  /** Changes what is kept of one exercise. */
  async change(id: string, change: (old: AttemptRecord) => Partial<AttemptRecord>): Promise<AttemptRecord> {
    return exclusively(this.path, async () => {
      const all = await this.all();
      const old = { ...nothing, ...all[id] };
      const next = { ...old, ...change(old) };
      await mkdir(dirname(this.path), { recursive: true });
      await writeAtomically(this.path, `${JSON.stringify({ ...all, [id]: next }, null, 2)}\n`);
      return next;
    });
  }

  /** Notes what a check gave. */
  noteScore(
    id: string,
    { score, maxScore }: { readonly score: number; readonly maxScore: number },
  ): Promise<AttemptRecord> {
    return this.change(id, ({ best }) => ({ score, maxScore, best: Math.max(best, score) }));
  }
}
