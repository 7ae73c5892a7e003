/**
 * What a chapter holds back until its reader has said what she expects: the rest of the section, from the question on.
 * A surprise that one has read already is none.
 */
import { exerciseOf } from "./exercise";
import type { Cell } from "./notebook";
import { questionOf, type Question } from "./prediction";

const beginsSection = (cell: Cell): boolean => cell.kind === "markdown" && /^\s*#{1,3}\s/.test(cell.source);

/**
 * The cells that are held back, each with the cell whose question holds it. Headings and exercises end it.
 * @param isOpen whether a question still waits for its answer
 */
export function heldBack(cells: readonly Cell[], isOpen: (question: Question) => boolean): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  let holder: string | null = null;
  for (const cell of cells) {
    if (beginsSection(cell) || exerciseOf(cell) !== null) holder = null;
    if (holder !== null) held.set(cell.id, holder);
    const question = holder === null ? questionOf(cell) : null;
    if (question !== null && isOpen(question)) holder = cell.id;
  }
  return held;
}
