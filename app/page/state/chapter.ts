/** An open chapter with all that belongs to it: document, kernel, runs, saving, and the commands of keys and buttons. */
import { effect, signal } from "@preact/signals";
import { announce } from "../announcer";
import { ChapterKernel } from "../client/kernel";
import * as course from "../client/course";
import type { Command } from "../keys";
import { isObject, type Cell } from "../model/notebook";
import * as operations from "../model/operations";
import { ChapterDocument } from "./document";
import { recoverRuns } from "./recover";
import { Runner, type Run } from "./runner";
import { Saver } from "./saver";
import { Progress } from "./progress";

export interface Notice {
  readonly id: number;
  readonly text: string;
  /** What the reader can do about it. */
  readonly action?: { readonly label: string; readonly act: () => void };
}

let noticeCount = 0;

/** "41 ms", "1.2 s", "3 min 5 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.max(1, Math.round(milliseconds))} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export class OpenChapter {
  readonly document = new ChapterDocument();
  readonly kernel: ChapterKernel;
  readonly runner: Runner;
  readonly saver: Saver;
  readonly progress: Progress;
  readonly notices = signal<readonly Notice[]>([]);
  readonly loading = signal<"loading" | "ready" | { readonly failed: string }>("loading");
  readonly keySheetShown = signal(false);
  readonly #stops: (() => void)[] = [];

  constructor(
    readonly id: string,
    readonly path: string,
    readonly isCourse: boolean,
  ) {
    this.kernel = new ChapterKernel(path, "tslab");
    this.runner = new Runner(this.document, this.kernel, (cell, run) => this.#noteDone(cell, run));
    this.saver = new Saver(path, this.document, (sentence) => this.notify(sentence));
    this.progress = new Progress(id, isCourse);
  }

  /** Loads the notebook; its kernel starts meanwhile, so that the first cell need not wait for it. */
  async open(): Promise<void> {
    const started = this.kernel.start();
    let lastModified: string;
    try {
      lastModified = await this.saver.open();
    } catch (error) {
      this.loading.value = { failed: error instanceof Error ? error.message : String(error) };
      return;
    }
    this.document.selected.value = this.progress.lastCell() ?? this.document.cells[0]?.id ?? null;
    this.loading.value = "ready";
    this.#watchKernel();
    await started;
    if (this.isCourse) await recoverRuns(this.kernel, this.runner, lastModified, this.document);
  }

  /** Tells when the kernel was replaced by a new one: then everything that was defined is gone. */
  #watchKernel(): void {
    let known = this.kernel.generation.peek();
    this.#stops.push(
      effect(() => {
        const generation = this.kernel.generation.value;
        if (generation > known && known > 0) {
          this.runner.cancelQueued();
          this.notify("The kernel is new: what the cells had defined is gone.", {
            label: "Run all above",
            act: () => void this.runAbove(),
          });
        }
        known = generation;
      }),
      effect(() => {
        const { kind } = this.kernel.state.value;
        if (kind === "dead") announce("The kernel has stopped.", "assertive");
        if (kind === "unreachable") announce("The server does not answer.", "assertive");
        else if (this.saver.state.peek().kind === "failed") void this.saver.saveNow();
      }),
    );
  }

  notify(text: string, action?: Notice["action"]): void {
    noticeCount += 1;
    const id = noticeCount;
    const notice = action === undefined ? { id, text } : { id, text, action };
    this.notices.value = [...this.notices.peek().filter((old) => old.text !== text), notice];
    announce(text);
  }

  dismiss(id: number): void {
    this.notices.value = this.notices.peek().filter((notice) => notice.id !== id);
  }

  #noteDone(id: string, run: Extract<Run, { kind: "done" }>): void {
    this.progress.noteRun(id);
    const cell = this.document.cell(id);
    const name = cell?.executionCount === null || cell === undefined ? "The cell" : `Cell ${cell.executionCount}`;
    if (run.outcome === "ok") return announce(`${name} ran in ${duration(run.milliseconds)}.`);
    const error = cell?.outputs.find((output) => output.kind === "error");
    const what = error === undefined ? "was stopped" : `failed: ${error.name}`;
    announce(`${name} ${run.outcome === "lost" ? "was lost with its kernel" : what}.`, "assertive");
  }

  /** What the notebook's links and pictures are relative to. */
  get folder(): string {
    return this.path.split("/").slice(0, -1).join("/");
  }

  codeCells(upTo?: string): string[] {
    const cells = this.document.cells;
    const end = upTo === undefined ? cells.length : operations.indexOf(this.document.notebook.peek(), upTo);
    return cells.slice(0, end).flatMap((cell) => (cell.kind === "code" ? [cell.id] : []));
  }

  /** Runs a code cell, or shows a text cell as text again. */
  run(id: string): void {
    const cell = this.document.cell(id);
    if (cell === undefined) return;
    this.document.showSource(id, false);
    if (cell.kind === "code") void this.runner.run([id]);
  }

  runAll(): Promise<void> {
    return this.runner.run(this.codeCells());
  }

  runAbove(): Promise<void> {
    return this.runner.run(this.codeCells(this.document.selected.peek() ?? undefined));
  }

  async restart(): Promise<void> {
    await this.runner.restart();
  }

  async restartAndRunAll(): Promise<void> {
    this.clearOutputs();
    await this.restart();
    await this.runAll();
  }

  clearOutputs(): void {
    this.document.change((notebook) => operations.clearOutputs(notebook));
    this.runner.forget(this.document.cells.map((cell) => cell.id));
  }

  clearOutput(id: string): void {
    this.document.change((notebook) => operations.change(notebook, id, { outputs: [], executionCount: null }));
    this.runner.forget([id]);
  }

  deleteCell(id: string): void {
    this.document.delete(id);
    this.runner.forget([id]);
  }

  /** What a command of the keys does. False leaves the key to the browser. */
  perform(command: Command): boolean {
    const act = this.#commands()[command];
    return act() !== false;
  }

  #commands(): Record<Command, () => unknown> {
    const { document } = this;
    const selected = (): string => document.selected.peek() ?? "";
    return {
      edit: () => document.edit(),
      run: () => this.run(selected()),
      "run-and-next": () => this.runAndNext(),
      "run-and-insert": () => this.runAndInsert(),
      next: () => document.selectBy(1),
      previous: () => document.selectBy(-1),
      "insert-above": () => document.insert("above"),
      "insert-below": () => document.insert("below"),
      delete: () => this.deleteCell(selected()),
      undo: () => document.undo(),
      redo: () => document.redo(),
      cut: () => document.cut(),
      copy: () => document.copy(),
      "paste-below": () => document.paste("below"),
      "paste-above": () => document.paste("above"),
      "move-up": () => document.move(-1),
      "move-down": () => document.move(1),
      "to-text": () => document.changeKind("markdown"),
      "to-code": () => document.changeKind("code"),
      "merge-below": () => document.mergeBelow(),
      interrupt: () => void this.runner.interrupt(),
      restart: () => void this.restart(),
      save: () => void this.saver.saveNow(),
      "run-above": () => void this.runAbove(),
      "clear-output": () => this.clearOutput(selected()),
      "scroll-down": () => scrollBy({ top: innerHeight * 0.8, behavior: "smooth" }),
      "scroll-up": () => scrollBy({ top: -innerHeight * 0.8, behavior: "smooth" }),
      help: () => {
        this.keySheetShown.value = true;
      },
    };
  }

  runAndNext(): void {
    const id = this.document.selected.peek();
    if (id === null) return;
    this.run(id);
    if (!this.document.selectBy(1)) this.document.insert("below", "code", "edit");
  }

  runAndInsert(): void {
    const id = this.document.selected.peek();
    if (id === null) return;
    this.run(id);
    this.document.insert("below", "code", "edit");
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.saver.close();
    this.progress.close();
    this.runner.close();
    this.kernel.close();
  }
}

/** The exercises that the map names, by id. */
export function exerciseOfMap(
  chapter: course.Chapter | undefined,
  id: string,
): course.Chapter["exercises"][number] | null {
  return chapter?.exercises.find((exercise) => exercise.id === id) ?? null;
}

/** "TypeScript" unless the notebook says that it is written in something else. */
export function languageOf(metadata: Cell["metadata"]): string {
  const info = metadata["language_info"];
  const name = isObject(info) ? info["name"] : undefined;
  return typeof name === "string" && name.toLowerCase() !== "typescript" ? name : "TypeScript";
}
