/** Undo and redo of what was done to cells: a bounded list of the shapes that the notebook had. */
import type { Shape } from "./operations";

export interface History {
  readonly past: readonly Shape[];
  readonly future: readonly Shape[];
}

export const emptyHistory: History = { past: [], future: [] };
const stepsMax = 100;

/** Remembers the shape before an operation; what was undone before can no longer be redone. */
export function remember(history: History, before: Shape): History {
  return { past: [...history.past, before].slice(-stepsMax), future: [] };
}

export function undo(history: History, now: Shape): { history: History; shape: Shape } | null {
  const shape = history.past.at(-1);
  if (shape === undefined) return null;
  return { shape, history: { past: history.past.slice(0, -1), future: [...history.future, now] } };
}

export function redo(history: History, now: Shape): { history: History; shape: Shape } | null {
  const shape = history.future.at(-1);
  if (shape === undefined) return null;
  return { shape, history: { past: [...history.past, now], future: history.future.slice(0, -1) } };
}
