/**
 * Two people, or two tabs, or one tab and an unsaved draft changed the same notebook: brings both together, cell by
 * cell, given the notebook that both started from. What only one side changed is taken; where both changed the text
 * of one cell, both texts are kept, the other one in a cell of its own that is marked, so that nothing is lost.
 */
import type { Cell, JsonObject, Notebook, Output } from "./notebook";
import { isObject, unused } from "./notebook";

/**
 * What a merge needs of the common ancestor: the cells' ids, kinds and texts; and their outputs, if known, to tell who
 * has run a cell since (the same array means that nobody has).
 */
export interface Ancestor {
  readonly id: string;
  readonly kind: Cell["kind"];
  readonly source: string;
  readonly outputs?: readonly Output[];
}

export interface Merged {
  readonly notebook: Notebook;
  /** Ids of the cells that hold the other side's text of a cell that both changed. */
  readonly conflicts: readonly string[];
  /** True when the result differs from `theirs` in what is saved, so that it must be saved. */
  readonly differsFromTheirs: boolean;
}

function sameText(left: Ancestor, right: Ancestor): boolean {
  return left.source === right.source && left.kind === right.kind;
}

function withMark(metadata: JsonObject, of: string): JsonObject {
  const distlab = isObject(metadata["distlab"]) ? metadata["distlab"] : {};
  return { ...metadata, distlab: { ...distlab, otherVersionOf: of } };
}

/** The id of the cell whose other version this is, or null. */
export function otherVersionOf(cell: Cell): string | null {
  const distlab = cell.metadata["distlab"];
  const of = isObject(distlab) ? distlab["otherVersionOf"] : undefined;
  return typeof of === "string" ? of : null;
}

/** The cell without the mark: its text was chosen. */
export function withoutMark(cell: Cell): Cell {
  const distlab = cell.metadata["distlab"];
  if (!isObject(distlab)) return cell;
  const { otherVersionOf: _, ...rest } = distlab;
  const { distlab: __, ...metadata } = cell.metadata;
  return { ...cell, metadata: Object.keys(rest).length > 0 ? { ...metadata, distlab: rest } : metadata };
}

/** One cell that both sides still have: the merged one, and the other text if both changed it differently. */
function mergeCell(base: Ancestor | undefined, mine: Cell, theirs: Cell): { cell: Cell; other: Cell | null } {
  const iChanged = base === undefined || !sameText(base, mine);
  const theyChanged = base === undefined || !sameText(base, theirs);
  if (!iChanged || sameText(mine, theirs)) {
    // Same text: the outputs of whoever ran it; mine if both did.
    const iRan = base?.outputs !== undefined && mine.outputs !== base.outputs;
    return { cell: sameText(mine, theirs) && iRan ? mine : theirs, other: null };
  }
  if (!theyChanged) return { cell: mine, other: null };
  return { cell: mine, other: theirs };
}

/** Where a cell of `order` goes in `into`: behind the nearest cell before it that is there. */
function placeAfter(into: readonly string[], order: readonly string[], id: string): number {
  for (let at = order.indexOf(id) - 1; at >= 0; at -= 1) {
    const found = into.indexOf(order[at]!);
    if (found >= 0) return found + 1;
  }
  return 0;
}

function shared(ids: readonly string[], other: readonly string[]): string {
  return ids.filter((id) => other.includes(id)).join("\n");
}

function byId<X extends { readonly id: string }>(cells: readonly X[]): Map<string, X> {
  return new Map(cells.map((cell) => [cell.id, cell]));
}

/** The ids that survive, in order: the order of the side that changed it (mine if both), the other's cells put in. */
function mergeOrder(base: readonly Ancestor[], mine: Notebook, theirs: Notebook): string[] {
  const baseIds = base.map((cell) => cell.id);
  const mineIds = mine.cells.map((cell) => cell.id);
  const theirIds = theirs.cells.map((cell) => cell.id);
  const iMoved = shared(mineIds, baseIds) !== shared(baseIds, mineIds);
  const [first, second] = iMoved ? [mineIds, theirIds] : [theirIds, mineIds];
  const order = [...first];
  for (const id of second) {
    if (!order.includes(id)) order.splice(placeAfter(order, second, id), 0, id);
  }
  return order;
}

/** Whether a cell that one side deleted stays: only when the other side changed its text. */
function survives(base: Ancestor | undefined, kept: Cell): boolean {
  return base === undefined || !sameText(base, kept);
}

export function merge(base: readonly Ancestor[], mine: Notebook, theirs: Notebook): Merged {
  const [bases, mines, others] = [byId(base), byId(mine.cells), byId(theirs.cells)];
  const taken = new Set([...mines.keys(), ...others.keys()]);
  const cells: Cell[] = [];
  const conflicts: string[] = [];
  for (const id of mergeOrder(base, mine, theirs)) {
    const [my, their] = [mines.get(id), others.get(id)];
    if (my !== undefined && their !== undefined) {
      const { cell, other } = mergeCell(bases.get(id), my, their);
      cells.push(cell);
      if (other === null) continue;
      const otherId = unused(`${id}-other`, taken);
      taken.add(otherId);
      conflicts.push(otherId);
      cells.push({ ...other, id: otherId, metadata: withMark(other.metadata, id) });
      continue;
    }
    const only = my ?? their;
    if (only !== undefined && survives(bases.get(id), only)) cells.push(only);
  }
  const notebook = { ...theirs, cells };
  return { notebook, conflicts, differsFromTheirs: !sameCells(cells, theirs.cells) };
}

function sameCells(left: readonly Cell[], right: readonly Cell[]): boolean {
  return left.length === right.length && left.every((cell, at) => cell === right[at]);
}
