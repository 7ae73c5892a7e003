/**
 * Runs cells one after the other on the chapter's kernel. The queue is kept here, not in the kernel, so that an error
 * or an interrupt stops what was to follow, and so that every output goes to the cell whose code caused it.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { ChapterKernel, Message, RunOutcome } from "../client/kernel";
import { change } from "../model/operations";
import { noOutputs, receive, updateDisplay, type OutputState } from "../model/outputs";
import type { ChapterDocument } from "./document";

export type Run =
  | { readonly kind: "queued" }
  /** `since` is a time of performance.now(). */
  | { readonly kind: "running"; readonly since: number }
  | { readonly kind: "done"; readonly outcome: RunOutcome; readonly milliseconds: number };

/** Messages are gathered this long before the page shows them: a cell that prints much does not stop the page. */
const gatherMs = 25;

export class Runner {
  readonly #runs = signal<ReadonlyMap<string, Run>>(new Map());
  readonly runs: ReadonlySignal<ReadonlyMap<string, Run>> = this.#runs;
  readonly #states = new Map<string, OutputState>();
  readonly #waiting = new Map<string, Message[]>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: string[] = [];
  #working = false;
  #closed = false;

  constructor(
    readonly document: ChapterDocument,
    readonly kernel: ChapterKernel,
    /** Called when a cell has ended, for announcements and progress. */
    readonly onDone: (id: string, run: Extract<Run, { kind: "done" }>) => void,
  ) {}

  #setRun(id: string, run: Run | null): void {
    const next = new Map(this.#runs.peek());
    if (run === null) next.delete(id);
    else next.set(id, run);
    this.#runs.value = next;
  }

  /** The cell that runs now, or null. */
  get current(): string | null {
    for (const [id, run] of this.#runs.value) if (run.kind === "running") return id;
    return null;
  }

  /** Queues code cells; returns when all have ended or an error has stopped them. */
  async run(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const cell = this.document.cell(id);
      if (cell?.kind !== "code" || this.#queue.includes(id)) continue;
      if (cell.source.trim() === "") {
        this.document.change((notebook) => change(notebook, id, { outputs: [], executionCount: null }));
        continue;
      }
      this.#queue.push(id);
      if (this.#runs.peek().get(id)?.kind !== "running") this.#setRun(id, { kind: "queued" });
    }
    if (this.#working) return;
    this.#working = true;
    try {
      for (let id = this.#queue.shift(); id !== undefined; id = this.#queue.shift()) {
        // eslint-disable-next-line no-await-in-loop -- one cell after the other is the point
        await this.#runOne(id);
      }
    } finally {
      this.#working = false;
    }
  }

  async #runOne(id: string): Promise<void> {
    const source = this.document.cell(id)?.source;
    if (source === undefined) return this.#setRun(id, null);
    const since = performance.now();
    this.#setRun(id, { kind: "running", since });
    // The old outputs stay until the first new one comes, so that the page does not jump.
    this.#states.set(id, { outputs: this.document.cell(id)?.outputs ?? [], clearBeforeNext: true });
    this.#waiting.delete(id);
    const { outcome, executionCount } = await this.kernel.execute(source, id, (message) => this.#receive(id, message));
    if (this.#closed) return;
    this.#flush();
    this.#settle(id, executionCount);
    const done = { kind: "done", outcome, milliseconds: performance.now() - since } as const;
    this.#setRun(id, done);
    if (outcome !== "ok") this.cancelQueued();
    this.onDone(id, done);
  }

  /** When the run ends without any output, the old outputs go. */
  #settle(id: string, executionCount: number | null): void {
    const state = this.#states.get(id) ?? noOutputs;
    const settled = state.clearBeforeNext ? noOutputs : state;
    this.#states.set(id, settled);
    this.document.change((notebook) => change(notebook, id, { outputs: settled.outputs, executionCount }));
  }

  #receive(id: string, message: Message): void {
    if (message.type === "update_display_data") {
      this.#flush();
      this.document.change((notebook) => updateDisplay(notebook, message));
      for (const cell of this.document.cells) {
        const state = this.#states.get(cell.id);
        if (state !== undefined && !state.clearBeforeNext)
          this.#states.set(cell.id, { ...state, outputs: cell.outputs });
      }
      return;
    }
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) this.#waiting.set(id, [message]);
    else waiting.push(message);
    this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed) return;
    for (const [id, messages] of this.#waiting) {
      const before = this.#states.get(id) ?? noOutputs;
      const after = messages.reduce((state, message) => receive(state, message), before);
      this.#states.set(id, after);
      if (after.outputs !== before.outputs) {
        this.document.change((notebook) => change(notebook, id, { outputs: after.outputs }));
      }
    }
    this.#waiting.clear();
  }

  cancelQueued(): void {
    this.#queue = [];
    this.#runs.value = new Map([...this.#runs.peek()].filter(([, run]) => run.kind !== "queued"));
  }

  async interrupt(): Promise<void> {
    this.cancelQueued();
    await this.kernel.interrupt();
  }

  /** Restarts the kernel; what was run before no longer counts as run. */
  async restart(): Promise<void> {
    this.cancelQueued();
    await this.kernel.restart();
    this.#runs.value = new Map([...this.#runs.peek()].filter(([, run]) => run.kind === "running"));
  }

  /** Forgets the outputs of cells: what their old runs may still say is not shown any more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#runs.peek().get(id)?.kind === "running") {
        this.#states.set(id, noOutputs);
        continue;
      }
      this.kernel.release(id);
      this.#states.delete(id);
      this.#waiting.delete(id);
      this.#setRun(id, null);
    }
  }

  /** Shows a run that this page did not start itself (it was reloaded meanwhile) as running, with its output so far. */
  adopt(id: string, messages: readonly Message[], running: boolean): void {
    if (this.document.cell(id)?.kind !== "code") return;
    const state = messages.reduce((before, message) => receive(before, message), noOutputs);
    this.#states.set(id, state);
    this.document.change((notebook) => change(notebook, id, { outputs: state.outputs }));
    if (running) this.#setRun(id, { kind: "running", since: performance.now() });
  }

  /** A later message of an adopted run. */
  adopted(id: string, message: Message): void {
    if (message.type === "status") {
      this.#flush();
      this.#setRun(id, null);
      return;
    }
    this.#receive(id, message);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
