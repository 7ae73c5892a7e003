/**
 * An open chapter: its notebook, which cell is selected, whether one commands or edits, and what one can do to cells.
 * Everything shown follows from the signals here.
 */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { emptyHistory, redo, remember, undo, type History } from "../model/history";
import type { Cell, CellKind, Notebook } from "../model/notebook";
import { emptyCell } from "../model/notebook";
import * as operations from "../model/operations";

export type Mode = "command" | "edit";

/** A wish to move the keyboard's focus; each is a new object, so that the same wish can be had twice. */
export interface FocusWish {
  readonly id: string;
  readonly target: "cell" | "editor";
  /** Where in the text; where it was, if left out. */
  readonly caret?: "start" | "end";
  /** False when the cell should not be scrolled into view. */
  readonly scroll: boolean;
}

export class ChapterDocument {
  readonly notebook = signal<Notebook>({ cells: [], metadata: {}, formatMinor: 5 });
  readonly selected = signal<string | null>(null);
  readonly mode = signal<Mode>("command");
  readonly focusWish = signal<FocusWish | null>(null);
  /** Text cells that are shown as source, not rendered. */
  readonly sourcesShown = signal<ReadonlySet<string>>(new Set());
  /** Changes when cells come, go, move or become of another kind, not when one types: what the list of cells shows. */
  readonly shape: ReadonlySignal<string> = computed(() =>
    this.notebook.value.cells.map(({ id, kind }) => `${id}:${kind}`).join("\n"),
  );
  readonly #byId = computed(() => new Map(this.notebook.value.cells.map((cell) => [cell.id, cell])));
  #history: History = emptyHistory;
  #clipboard: Cell | null = null;

  get cells(): readonly Cell[] {
    return this.notebook.peek().cells;
  }

  cell(id: string | null): Cell | undefined {
    return id === null ? undefined : this.#byId.peek().get(id);
  }

  /** The same for views, which are told when it changes. */
  watch(id: string): ReadonlySignal<Cell | undefined> {
    return computed(() => this.#byId.value.get(id));
  }

  /** Changes the notebook; `structural` changes can be undone by Z. */
  change(operation: (notebook: Notebook) => Notebook, structural = false): void {
    const before = this.notebook.peek();
    const after = operation(before);
    if (after === before) return;
    if (structural) this.#history = remember(this.#history, before.cells);
    this.notebook.value = after;
    this.#keepSelection(before);
  }

  /** After a deletion the selection moves to what took the cell's place. */
  #keepSelection(before: Notebook): void {
    const id = this.selected.peek();
    if (id === null || this.cell(id) !== undefined) return;
    const at = Math.min(operations.indexOf(before, id), this.cells.length - 1);
    this.selected.value = this.cells[at]?.id ?? null;
  }

  select(id: string, wish: Partial<FocusWish> & { mode?: Mode } = {}): void {
    const { mode = "command", ...rest } = wish;
    if (this.cell(id) === undefined) return;
    this.selected.value = id;
    this.mode.value = mode;
    this.focusWish.value = { id, target: mode === "edit" ? "editor" : "cell", scroll: true, ...rest };
  }

  /** Says what is selected without moving the focus: the focus is already there. */
  noteFocus(id: string, mode: Mode): void {
    this.selected.value = id;
    this.mode.value = mode;
  }

  selectBy(step: -1 | 1, mode: Mode = "command"): boolean {
    const at = operations.indexOf(this.notebook.peek(), this.selected.peek() ?? "");
    const next = this.cells[at + step];
    if (next === undefined) return false;
    const canEdit = mode === "edit" && (next.kind === "code" || this.sourcesShown.peek().has(next.id));
    this.select(next.id, canEdit ? { mode, caret: step === 1 ? "start" : "end" } : {});
    return true;
  }

  edit(id = this.selected.peek()): void {
    const cell = this.cell(id);
    if (cell === undefined) return;
    this.showSource(cell.id, true);
    this.select(cell.id, { mode: "edit" });
  }

  showSource(id: string, shown: boolean): void {
    const next = new Set(this.sourcesShown.peek());
    if (shown) next.add(id);
    else next.delete(id);
    this.sourcesShown.value = next;
  }

  /** Puts a new cell above or below the selected one and selects it. */
  insert(where: "above" | "below", kind: CellKind = "code", mode: Mode = "command"): void {
    const at = operations.indexOf(this.notebook.peek(), this.selected.peek() ?? "");
    const position = at < 0 ? this.cells.length : at + (where === "below" ? 1 : 0);
    const cell = emptyCell(this.notebook.peek(), kind);
    this.change((notebook) => operations.insertAt(notebook, position, [cell]), true);
    if (kind !== "code") this.showSource(cell.id, true);
    this.select(cell.id, { mode });
  }

  /** Puts a code cell with this text below the cell `id`, and selects it. */
  insertCode(id: string, source: string): void {
    const position = operations.indexOf(this.notebook.peek(), id) + 1;
    const cell = { ...emptyCell(this.notebook.peek(), "code"), source };
    this.change((notebook) => operations.insertAt(notebook, position, [cell]), true);
    const inserted = this.cells[position];
    if (inserted !== undefined) this.select(inserted.id);
  }

  delete(id = this.selected.peek()): void {
    if (id === null || this.cell(id) === undefined) return;
    this.change((notebook) => {
      const rest = operations.remove(notebook, id);
      return rest.cells.length > 0 ? rest : { ...rest, cells: [emptyCell(rest, "code")] };
    }, true);
    this.#refocus();
  }

  copy(): boolean {
    this.#clipboard = this.cell(this.selected.peek()) ?? null;
    return this.#clipboard !== null;
  }

  cut(): boolean {
    if (!this.copy()) return false;
    this.delete();
    return true;
  }

  paste(where: "above" | "below"): boolean {
    const cell = this.#clipboard;
    if (cell === null) return false;
    const at = operations.indexOf(this.notebook.peek(), this.selected.peek() ?? "");
    const position = at < 0 ? this.cells.length : at + (where === "below" ? 1 : 0);
    this.change((notebook) => operations.insertAt(notebook, position, [cell]), true);
    const pasted = this.cells[position];
    if (pasted !== undefined) this.select(pasted.id);
    return true;
  }

  move(step: -1 | 1): void {
    const id = this.selected.peek();
    if (id === null) return;
    this.change((notebook) => operations.moveBy(notebook, id, step), true);
    this.#refocus();
  }

  changeKind(kind: CellKind): void {
    const id = this.selected.peek();
    if (id === null) return;
    this.change((notebook) => operations.changeKind(notebook, id, kind), true);
    if (kind !== "code") this.showSource(id, true);
    this.#refocus();
  }

  split(id: string, offset: number): void {
    this.change((notebook) => operations.splitAt(notebook, id, offset), true);
    const below = this.cells[operations.indexOf(this.notebook.peek(), id) + 1];
    if (below !== undefined) this.select(below.id, { mode: "edit", caret: "start" });
  }

  /** Joins the selected cell with the one below, if both are of a kind. */
  mergeBelow(): void {
    const notebook = this.notebook.peek();
    const at = operations.indexOf(notebook, this.selected.peek() ?? "");
    const [above, below] = [notebook.cells[at], notebook.cells[at + 1]];
    if (above === undefined || below === undefined || above.kind !== below.kind) return;
    this.change((before) => {
      const joined = operations.setSource(before, above.id, `${above.source}\n${below.source}`);
      return operations.remove(joined, below.id);
    }, true);
    this.#refocus();
  }

  undo(): boolean {
    return this.#travel(undo);
  }

  redo(): boolean {
    return this.#travel(redo);
  }

  #travel(step: typeof undo): boolean {
    const result = step(this.#history, this.cells);
    if (result === null) return false;
    this.#history = result.history;
    const before = this.cells;
    this.change((notebook) => operations.restore(notebook, result.shape));
    const back = this.cells.find((cell) => !before.some((old) => old.id === cell.id));
    if (back === undefined) this.#refocus();
    else this.select(back.id);
    return true;
  }

  #refocus(): void {
    const id = this.selected.peek();
    if (id !== null) this.select(id);
  }
}
