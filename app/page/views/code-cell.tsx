/** A code cell: its editor, what its run costs, and what came out. */
import { EditorSelection } from "@codemirror/state";
import type { EditorView, KeyBinding } from "@codemirror/view";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { perform, showMarks } from "../editor/editor";
import { marksOf, type Mark } from "../model/errors";
import { exerciseOf } from "../model/exercise";
import { otherVersionOf } from "../model/merge";
import { onlyAsks } from "../model/prediction";
import type { Cell } from "../model/notebook";
import { setSource } from "../model/operations";
import { OutputArea } from "../output/area";
import { duration, type OpenChapter } from "../state/chapter";
import type { Run } from "../state/runner";
import { CellFrame } from "./cell-frame";
import { ExerciseEditor } from "./exercise";
import { Icon } from "./icons";
import { OtherVersion } from "./other-version";
import { useEditor } from "./use-editor";

function Ticking({ since }: { since: number }): JSX.Element {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <>running · {duration(Math.max(0, now - since))}</>;
}

function RunNote({ run }: { run: Run | undefined }): JSX.Element | null {
  if (run === undefined) return null;
  switch (run.kind) {
    case "queued":
      return <span class="run-note">waits</span>;
    case "running":
      return (
        <span class="run-note running" aria-hidden="true">
          <Ticking since={run.since} />
        </span>
      );
    case "done":
      if (run.outcome === "ok") return <span class="run-note">ran in {duration(run.milliseconds)}</span>;
      if (run.outcome === "error") return <span class="run-note bad">failed after {duration(run.milliseconds)}</span>;
      return <span class="run-note bad">{run.outcome === "lost" ? "lost with its kernel" : "stopped"}</span>;
  }
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
  const wish = chapter.document.focusWish.value;
  useEffect(() => {
    if (wish?.id !== id || wish.target !== "editor" || view.current === null) return;
    const { doc } = view.current.state;
    if (wish.caret !== undefined) {
      const position = wish.caret === "start" ? 0 : doc.length;
      view.current.dispatch({ selection: EditorSelection.cursor(position), scrollIntoView: true });
    }
    view.current.focus();
  }, [wish]);
}

export function CodeCell({
  chapter,
  cell,
  position,
}: {
  chapter: OpenChapter;
  cell: Cell;
  position: number;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const run = chapter.runner.runs.value.get(cell.id);
  const keys = useMemo(() => editKeys(chapter, cell.id), [chapter, cell.id]);
  const view = useEditor(place, cell.source, () => chapter.document.cell(cell.id)?.source ?? "", {
    language: "typescript",
    label: `Code of cell ${position + 1}`,
    hint: cell.source === "" ? "TypeScript" : "",
    help: chapter.kernel,
    keys,
    onChange: (text) => chapter.document.change((notebook) => setSource(notebook, cell.id, text)),
    onFocus: () => chapter.document.noteFocus(cell.id, "edit"),
  });
  useEditorFocus(chapter, cell.id, view);

  const error = cell.outputs.find((output) => output.kind === "error");
  useEffect(() => {
    if (view.current !== null) showMarks(view.current, error === undefined ? [] : marksOf(error, cell.executionCount));
  }, [error, cell.executionCount]);

  const context = useMemo(
    () => ({
      cellId: cell.id,
      folder: chapter.folder,
      executionCount: cell.executionCount,
      onGo: (mark: Mark) => {
        if (view.current === null) return;
        const { doc } = view.current.state;
        const line = doc.line(Math.min(Math.max(1, mark.line), doc.lines));
        const at = Math.min(line.to, line.from + (mark.column ?? 1) - 1);
        view.current.dispatch({ selection: EditorSelection.cursor(at), scrollIntoView: true });
        view.current.focus();
      },
    }),
    [cell.id, cell.executionCount, chapter],
  );
  const exercise = exerciseOf(cell);
  const folded = onlyAsks(cell) && !chapter.document.sourcesShown.value.has(cell.id);
  const running = run?.kind === "running";
  const stale = running && cell.outputs.length > 0;
  const label = `Code cell ${position + 1}${cell.executionCount === null ? "" : `, run number ${cell.executionCount}`}`;
  return (
    <CellFrame chapter={chapter} cell={cell} label={label}>
      <div class={`code-cell${running ? " is-running" : ""}${folded ? " is-folded" : ""}`}>
        <div class="cell-bar">
          <span class="run-number" aria-hidden="true">
            {running ? "[∗]" : cell.executionCount === null ? "[ ]" : `[${cell.executionCount}]`}
          </span>
          <span class="cell-language">TypeScript</span>
          <span class="grow" />
          <RunNote run={run} />
          {running ? (
            <button type="button" class="small" onClick={() => void chapter.runner.interrupt()}>
              <Icon name="stop" /> Stop
            </button>
          ) : (
            <button type="button" class="small" onClick={() => chapter.run(cell.id)} title="Run (Ctrl-Enter)">
              <Icon name="run" /> Run
            </button>
          )}
        </div>
        <div class="cell-editor" ref={place} />
        {otherVersionOf(cell) === null ? null : <OtherVersion chapter={chapter} cell={cell} />}
        <div class={stale ? "cell-outputs is-stale" : "cell-outputs"}>
          <OutputArea outputs={cell.outputs} context={context} />
        </div>
      </div>
      {exercise === null || !chapter.isCourse ? null : (
        <ExerciseEditor id={exercise} chapter={chapter} cellId={cell.id} />
      )}
    </CellFrame>
  );
}
