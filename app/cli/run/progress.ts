/** One line that tells how far all notebooks are: on a terminal only. */
import { bar, counted, StatusLine } from "../terminal";
import type { Writer } from "../terminal";

interface Running {
  readonly name: string;
  readonly done: number;
  readonly id: string;
}

export class Progress {
  readonly #line: StatusLine;
  /** Cells by notebook. */
  readonly #cells: readonly number[];
  readonly #running = new Map<number, Running>();
  readonly #finished = new Set<number>();
  readonly #started = performance.now();
  readonly #clock: NodeJS.Timeout | undefined;

  constructor(writer: Writer, cells: readonly number[]) {
    this.#line = new StatusLine(writer);
    this.#cells = cells;
    // A cell may run for long: the seconds show that something goes on.
    if (writer.isTerminal) this.#clock = setInterval(() => this.#draw(), 1000).unref();
  }

  /** Notebook `index` has so many cells behind it and runs cell `id` now. */
  note(index: number, name: string, done: number, id: string): void {
    this.#running.set(index, { name, done, id });
    this.#draw();
  }

  done(index: number): void {
    this.#running.delete(index);
    this.#finished.add(index);
  }

  /** Makes room for a line of the report; the progress comes back below it. */
  pause(): void {
    this.#line.clear();
  }

  end(): void {
    clearInterval(this.#clock);
    this.#line.clear();
  }

  #draw(): void {
    const total = this.#cells.reduce((sum, cells) => sum + cells, 0);
    const finished = [...this.#finished].reduce((sum, index) => sum + this.#cells[index]!, 0);
    const done = [...this.#running.values()].reduce((sum, one) => sum + one.done, finished);
    const time = `${Math.floor((performance.now() - this.#started) / 1000)} s`;
    const names = [...this.#running.values()].map(({ name, id }) => `${shortName(name)} ${id}`.trim());
    const share = total === 0 ? 0 : done / total;
    this.#line.show(`${bar(share)} ${done} of ${counted(total, "cell")} · ${time} · ${names.join(" · ")}`);
  }
}

const shortName = (name: string): string => name.replace(/^.*\//, "").replace(/\.ipynb$/, "");
