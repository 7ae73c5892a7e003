/**
 * The unsaved text of a chapter as it is kept in the browser until the server has it: a killed server, a closed lid or
 * a crashed tab loses nothing. Only texts are kept, not outputs, so that it is small enough to be written at each key.
 */
import type { Ancestor } from "./merge";
import type { Cell, JsonObject, Notebook } from "./notebook";
import { isObject } from "./notebook";

export interface Draft {
  /** The cells' texts at the last save: what `cells` is a change of. */
  readonly base: readonly Ancestor[];
  readonly cells: readonly (Ancestor & { readonly metadata: JsonObject })[];
}

export function draftOf(base: readonly Ancestor[], notebook: Notebook): Draft {
  return {
    base: base.map(({ id, kind, source }) => ({ id, kind, source })),
    cells: notebook.cells.map(({ id, kind, source, metadata }) => ({ id, kind, source, metadata })),
  };
}

/** The notebook that the draft describes, with the outputs of `saved` where the text is still the same. */
export function applyDraft(draft: Draft, saved: Notebook): Notebook {
  const known = new Map(saved.cells.map((cell) => [cell.id, cell]));
  return {
    ...saved,
    cells: draft.cells.map((cell): Cell => {
      const before = known.get(cell.id);
      const blank = { outputs: [], executionCount: null };
      return before !== undefined && before.kind === cell.kind ? { ...before, ...cell } : { ...blank, ...cell };
    }),
  };
}

function texts(cells: readonly Ancestor[]): string {
  return JSON.stringify(cells.map(({ id, kind, source }) => [id, kind, source]));
}

/** True when the draft holds nothing that the saved notebook lacks. */
export function isSpent(draft: Draft, saved: Notebook): boolean {
  const mine = texts(draft.cells);
  return mine === texts(draft.base) || mine === texts(saved.cells);
}

function isAncestor(value: unknown): value is Ancestor {
  return isObject(value) && typeof value["id"] === "string" && typeof value["source"] === "string";
}

/** Reads what was kept; null when it is damaged or of another shape. */
export function readDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return null;
    const { base, cells } = value as { base?: unknown; cells?: unknown };
    if (!Array.isArray(base) || !Array.isArray(cells)) return null;
    if (![...base, ...cells].every((cell) => isAncestor(cell))) return null;
    return value as unknown as Draft;
  } catch {
    return null;
  }
}
