/**
 * How far the reader is in a chapter: which cells were run and where the page was left. The course server keeps it; this
 * browser keeps the place too, so that it also works with a Jupyter server.
 */
import * as course from "../client/course";

const key = (chapter: string): string => `distlab:place:${chapter}`;
const sendAfterMs = 1500;

export class Progress {
  #ran = new Set<string>();
  #cell: string | null = null;
  #changed = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly chapter: string,
    readonly isCourse: boolean,
  ) {
    this.#changed = true;
    this.#schedule();
  }

  lastCell(): string | null {
    return localStorage.getItem(key(this.chapter));
  }

  noteRun(cell: string): void {
    this.#ran.add(cell);
    this.#changed = true;
    this.#schedule();
  }

  /** The cell at the top of the window. */
  notePlace(cell: string): void {
    if (this.#cell === cell) return;
    this.#cell = cell;
    this.#changed = true;
    localStorage.setItem(key(this.chapter), cell);
    this.#schedule();
  }

  #schedule(): void {
    if (!this.isCourse) return;
    this.#timer ??= setTimeout(() => this.#send(), sendAfterMs);
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#changed || !this.isCourse) return;
    const ran = [...this.#ran];
    this.#ran = new Set();
    this.#changed = false;
    const change = { ...(this.#cell === null ? {} : { cell: this.#cell }), ...(ran.length > 0 ? { ran } : {}) };
    course.changeProgress(this.chapter, change).catch(() => {
      // Kept for the next time: progress is no reason to disturb the reader.
      for (const cell of ran) this.#ran.add(cell);
      this.#changed = true;
    });
  }

  close(): void {
    this.#send();
  }
}
