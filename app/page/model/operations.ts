/**
 * What one does to cells, as pure functions from notebook to notebook, and the way back.
 *
 * An undo restores which cells there are, their order and their kind; it keeps the text typed since, because text has
 * its own undo in the editor.
 */
import type { Cell, CellKind, Notebook, Output } from "./notebook";
import { unused } from "./notebook";

export function indexOf(notebook: Notebook, id: string): number {
  return notebook.cells.findIndex((cell) => cell.id === id);
}

export function cellOf(notebook: Notebook, id: string): Cell | undefined {
  return notebook.cells.find((cell) => cell.id === id);
}

/** The notebook with one cell changed; the same object when the cell is gone or nothing changed. */
export function change(notebook: Notebook, id: string, patch: Partial<Omit<Cell, "id">>): Notebook {
  const at = indexOf(notebook, id);
  const old = notebook.cells[at];
  if (old === undefined) return notebook;
  const next = { ...old, ...patch };
  if ((Object.keys(patch) as (keyof typeof patch)[]).every((key) => old[key] === next[key])) return notebook;
  return { ...notebook, cells: notebook.cells.with(at, next) };
}

export function setSource(notebook: Notebook, id: string, source: string): Notebook {
  return change(notebook, id, { source });
}

export function setOutputs(notebook: Notebook, id: string, outputs: readonly Output[]): Notebook {
  return change(notebook, id, { outputs });
}

export function clearOutputs(notebook: Notebook): Notebook {
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.kind === "code" && (cell.outputs.length > 0 || cell.executionCount !== null)
        ? { ...cell, outputs: [], executionCount: null }
        : cell,
    ),
  };
}

/** Puts cells at a position (0 to the number of cells); ids already taken get a number. */
export function insertAt(notebook: Notebook, position: number, cells: readonly Cell[]): Notebook {
  const taken = new Set(notebook.cells.map((cell) => cell.id));
  const fresh = cells.map((cell) => {
    const id = unused(cell.id, taken);
    taken.add(id);
    return id === cell.id ? cell : { ...cell, id };
  });
  return { ...notebook, cells: notebook.cells.toSpliced(position, 0, ...fresh) };
}

export function remove(notebook: Notebook, id: string): Notebook {
  return { ...notebook, cells: notebook.cells.filter((cell) => cell.id !== id) };
}

/** Moves a cell by one place up (-1) or down (+1); at the edge nothing changes. */
export function moveBy(notebook: Notebook, id: string, step: -1 | 1): Notebook {
  const from = indexOf(notebook, id);
  const cell = notebook.cells[from];
  const to = from + step;
  if (cell === undefined || to < 0 || to >= notebook.cells.length) return notebook;
  return { ...notebook, cells: notebook.cells.toSpliced(from, 1).toSpliced(to, 0, cell) };
}

/** Code becomes text or the other way; outputs belong to code only. */
export function changeKind(notebook: Notebook, id: string, kind: CellKind): Notebook {
  const cell = cellOf(notebook, id);
  if (cell === undefined || cell.kind === kind) return notebook;
  return change(notebook, id, { kind, outputs: [], executionCount: null });
}

/** Cuts a cell's text at an offset: the second part becomes a cell of its own below. */
export function splitAt(notebook: Notebook, id: string, offset: number): Notebook {
  const cell = cellOf(notebook, id);
  if (cell === undefined) return notebook;
  const below: Cell = {
    ...cell,
    source: cell.source.slice(offset).replace(/^\n/, ""),
    outputs: [],
    executionCount: null,
  };
  const above = change(notebook, id, { source: cell.source.slice(0, offset).replace(/\n$/, "") });
  return insertAt(above, indexOf(notebook, id) + 1, [below]);
}

/** Which cells there were, in which order and of which kind: what an undo goes back to. */
export type Shape = readonly Cell[];

/** The cells of `shape` in its order, with the text and outputs that those still present have now. */
export function restore(notebook: Notebook, shape: Shape): Notebook {
  const now = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  return {
    ...notebook,
    cells: shape.map((old) => {
      const current = now.get(old.id);
      if (current === undefined) return old;
      return current.kind === old.kind ? current : { ...old, source: current.source };
    }),
  };
}
