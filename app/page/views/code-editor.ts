/** The editor of a code cell: Jupyter's keys, the focus that was wished for, and the marks of an error. */
import { EditorSelection } from "@codemirror/state";
import type { EditorView, KeyBinding } from "@codemirror/view";
import { useComputed } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo } from "preact/hooks";
import { perform, showMarks } from "../editor/editor";
import { marksOf, type Mark } from "../model/errors";
import type { Cell } from "../model/notebook";
import { setSource } from "../model/operations";
import type { OpenChapter } from "../state/chapter";
import type { FocusWish } from "../state/document";
import { useEditor } from "./use-editor";

/** The wish for the focus that is meant for this cell. */
export function useFocusWish(chapter: OpenChapter, id: string): FocusWish | null {
  const { focusWish } = chapter.document;
  return useComputed(() => (focusWish.value?.id === id ? focusWish.value : null)).value;
}

/** Whether the caret is in the first or last line, where an arrow key leaves the cell. */
function atEdge(view: EditorView, edge: "first" | "last"): boolean {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head).number;
  return main.empty && line === (edge === "first" ? 1 : view.state.doc.lines);
}

/** Keys of the editor that concern the cell, as in Jupyter. */
function editKeys(chapter: OpenChapter, id: string): KeyBinding[] {
  const { document } = chapter;
  return [
    { key: "Shift-Enter", run: perform(() => chapter.runAndNext()) },
    { key: "Mod-Enter", run: perform(() => chapter.run(id)) },
    { key: "Ctrl-Enter", run: perform(() => chapter.run(id)) },
    { key: "Alt-Enter", run: perform(() => chapter.runAndInsert()) },
    { key: "Escape", run: perform(() => document.select(id, { scroll: false })) },
    { key: "Mod-s", run: perform(() => void chapter.saver.saveNow()) },
    {
      key: "Ctrl-Shift--",
      run: (view) => {
        document.split(id, view.state.selection.main.head);
        return true;
      },
    },
    { key: "ArrowUp", run: (view) => atEdge(view, "first") && document.selectBy(-1, "edit") },
    { key: "ArrowDown", run: (view) => atEdge(view, "last") && document.selectBy(1, "edit") },
  ];
}

/** Does what was wished for this cell's editor. */
function useEditorFocus(chapter: OpenChapter, id: string, view: { readonly current: EditorView | null }): void {
  const wish = useFocusWish(chapter, id);
  // Before the next key can come.
  useLayoutEffect(() => {
    if (wish?.target !== "editor" || view.current === null) return;
    const { doc } = view.current.state;
    if (wish.caret !== undefined) {
      const position = wish.caret === "start" ? 0 : doc.length;
      view.current.dispatch({ selection: EditorSelection.cursor(position), scrollIntoView: true });
    }
    view.current.focus();
  }, [wish]);
}

/** Puts the caret where an error is. */
export function goTo(view: EditorView | null, mark: Mark): void {
  if (view === null) return;
  const { doc } = view.state;
  const line = doc.line(Math.min(Math.max(1, mark.line), doc.lines));
  const at = Math.min(line.to, line.from + (mark.column ?? 1) - 1);
  view.dispatch({ selection: EditorSelection.cursor(at), scrollIntoView: true });
  view.focus();
}

export function useCodeEditor(
  place: RefObject<HTMLDivElement | null>,
  chapter: OpenChapter,
  cell: Cell,
  position: number,
): RefObject<EditorView | null> {
  const { id } = cell;
  const keys = useMemo(() => editKeys(chapter, id), [chapter, id]);
  const view = useEditor(place, cell.source, () => chapter.document.cell(id)?.source ?? "", {
    language: "typescript",
    label: `Code of cell ${position + 1}`,
    hint: cell.source === "" ? "TypeScript" : "",
    help: chapter.kernel,
    keys,
    onChange: (text) => chapter.document.change((notebook) => setSource(notebook, id, text)),
    onFocus: () => chapter.document.noteFocus(id, "edit"),
  });
  useEditorFocus(chapter, id, view);
  const error = cell.outputs.find((output) => output.kind === "error");
  useEffect(() => {
    if (view.current !== null) showMarks(view.current, error === undefined ? [] : marksOf(error, cell.executionCount));
  }, [error, cell.executionCount]);
  return view;
}
