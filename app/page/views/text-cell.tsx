/** A text cell: prose to read; its Markdown to edit. */
import { EditorSelection } from "@codemirror/state";
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { otherVersionOf } from "../model/merge";
import type { Cell } from "../model/notebook";
import { setSource } from "../model/operations";
import type { OpenChapter } from "../state/chapter";
import { CellFrame } from "./cell-frame";
import { useFocusWish } from "./code-editor";
import { OtherVersion } from "./other-version";
import { Prose } from "./prose";
import { useEditor } from "./use-editor";

function Source({ chapter, cell }: { chapter: OpenChapter; cell: Cell }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const { document } = chapter;
  const done = (): boolean => {
    document.showSource(cell.id, false);
    document.select(cell.id, { scroll: false });
    return true;
  };
  const keys = useMemo(
    () => [
      {
        key: "Shift-Enter",
        run: () => {
          chapter.runAndNext();
          return true;
        },
      },
      { key: "Mod-Enter", run: done },
      { key: "Ctrl-Enter", run: done },
      {
        key: "Escape",
        run: () => {
          document.select(cell.id, { scroll: false });
          return true;
        },
      },
    ],
    [chapter, cell.id],
  );
  const view = useEditor(place, cell.source, () => document.cell(cell.id)?.source ?? "", {
    language: "markdown",
    label: "Text of the cell (Markdown)",
    hint: "Text, in Markdown",
    keys,
    onChange: (text) => document.change((notebook) => setSource(notebook, cell.id, text)),
    onFocus: () => document.noteFocus(cell.id, "edit"),
  });
  const wish = useFocusWish(chapter, cell.id);
  useLayoutEffect(() => {
    if (wish?.target !== "editor" || view.current === null) return;
    if (wish.caret !== undefined) {
      const at = wish.caret === "start" ? 0 : view.current.state.doc.length;
      view.current.dispatch({ selection: EditorSelection.cursor(at) });
    }
    view.current.focus();
  }, [wish]);
  return (
    <div class="code-cell text-source">
      <div class="cell-bar">
        <span class="cell-language">Text (Markdown)</span>
        <span class="grow" />
        <button type="button" class="small" onClick={done}>
          Done
        </button>
      </div>
      <div class="cell-editor" ref={place} />
    </div>
  );
}

export function TextCell({
  chapter,
  cell,
  position,
}: {
  chapter: OpenChapter;
  cell: Cell;
  position: number;
}): JSX.Element {
  const shown = useComputed(() => chapter.document.sourcesShown.value.has(cell.id)).value;
  const asSource = cell.kind === "raw" || shown;
  const empty = cell.source.trim() === "";
  return (
    <CellFrame chapter={chapter} cell={cell} label={`Text cell ${position + 1}`}>
      {asSource ? (
        <Source chapter={chapter} cell={cell} />
      ) : (
        <div class="text-cell" onDblClick={() => chapter.document.edit(cell.id)}>
          {empty ? (
            <p class="soft empty-text">Empty text. Press Enter to write.</p>
          ) : (
            <Prose
              source={cell.source}
              cellId={cell.id}
              folder={chapter.folder}
              attachments={cell.attachments}
              hideFacts={position === 0 && chapter.isCourse}
            />
          )}
        </div>
      )}
      {otherVersionOf(cell) === null ? null : <OtherVersion chapter={chapter} cell={cell} />}
    </CellFrame>
  );
}
