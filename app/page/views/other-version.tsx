/** Two versions of one cell, after both were changed: the reader decides, and until then nothing is lost. */
import type { JSX } from "preact";
import { otherVersionOf, withoutMark } from "../model/merge";
import type { Cell } from "../model/notebook";
import { change, remove } from "../model/operations";
import type { OpenChapter } from "../state/chapter";

export function OtherVersion({ chapter, cell }: { chapter: OpenChapter; cell: Cell }): JSX.Element {
  const { document } = chapter;
  const of = otherVersionOf(cell) ?? "";
  const keepBoth = (): void =>
    document.change((notebook) => change(notebook, cell.id, { metadata: withoutMark(cell).metadata }), true);
  const keepOther = (): void => {
    document.change((notebook) => {
      const { source, kind, outputs, executionCount } = cell;
      return remove(change(notebook, of, { source, kind, outputs, executionCount }), cell.id);
    }, true);
  };
  const keepMine = (): void => document.change((notebook) => remove(notebook, cell.id), true);
  return (
    <div class="other-version" role="group" aria-label="Two versions of this cell">
      <p>The cell above was also changed elsewhere. This is the other version.</p>
      <button type="button" class="small" onClick={keepMine}>
        Keep the one above
      </button>
      <button type="button" class="small" onClick={keepOther}>
        Keep this one
      </button>
      <button type="button" class="small" onClick={keepBoth}>
        Keep both
      </button>
    </div>
  );
}
