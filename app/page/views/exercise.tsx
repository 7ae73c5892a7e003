/** The file beside the chapter: an exercise's answer, edited where the exercise is told. */
import type { EditorView } from "@codemirror/view";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { OpenChapter } from "../state/chapter";
import { OpenExercise, type ExerciseState } from "../state/exercise";
import { ExerciseGrading } from "../state/grading";
import { ExerciseOutcome } from "./exercise-outcome";
import { Icon } from "./icons";
import { perform, showMarks } from "../editor/editor";
import { useEditor } from "./use-editor";

const lookAfterMs = 400;

function SaveNote({ state }: { state: ExerciseState }): JSX.Element | null {
  switch (state.kind) {
    case "saving":
    case "unsaved":
      return <span class="run-note">saving …</span>;
    case "failed":
      return <span class="run-note bad">not saved: {state.reason}</span>;
    case "saved":
      return <span class="run-note">saved</span>;
    default:
      return null;
  }
}

function Choose({ exercise }: { exercise: OpenExercise }): JSX.Element | null {
  const state = exercise.state.value;
  if (state.kind !== "newer") return null;
  return (
    <div class="other-version" role="group" aria-label="Two versions of this file">
      <p>This file was also changed elsewhere. Your text is below; this is the file:</p>
      <pre tabIndex={0}>{state.theirs.content}</pre>
      <button type="button" class="small" onClick={() => exercise.resolve("mine")}>
        Keep my text
      </button>
      <button type="button" class="small" onClick={() => exercise.resolve("theirs")}>
        Take the file
      </button>
    </div>
  );
}

interface Parts {
  readonly exercise: OpenExercise;
  readonly grading: ExerciseGrading;
  readonly chapter: OpenChapter;
}

/** Underlines what TypeScript objects to, a moment after the last key. */
function useTypeMarks(view: { readonly current: EditorView | null }, { exercise, grading }: Parts): void {
  const text = exercise.text.value;
  useEffect(() => {
    const timer = setTimeout(() => void grading.lookAtTypes(text), lookAfterMs);
    return () => clearTimeout(timer);
  }, [text]);
  const faults = grading.faults.value;
  useEffect(() => {
    // Marks of an older text would stand in the wrong place.
    if (view.current === null || view.current.state.doc.toString() !== faults.text) return;
    showMarks(view.current, faults.marks);
  }, [faults]);
}

function Editor({ onCheck, ...parts }: Parts & { readonly onCheck: () => void }): JSX.Element {
  const { exercise, chapter } = parts;
  const place = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => {
    return [
      { key: "Shift-Enter", run: perform(onCheck) },
      { key: "Mod-Enter", run: perform(onCheck) },
      { key: "Ctrl-Enter", run: perform(onCheck) },
      { key: "Mod-s", run: perform(() => void exercise.save()) },
      {
        key: "Escape",
        run: () => {
          const id = chapter.document.selected.peek();
          if (id !== null) chapter.document.select(id, { scroll: false });
          return id !== null;
        },
      },
    ];
  }, [exercise]);
  const view = useEditor(place, exercise.text.value, () => exercise.text.peek(), {
    language: "typescript",
    label: `File ${exercise.path.peek()}`,
    lineNumbers: true,
    help: chapter.kernel,
    keys,
    onChange: (text) => exercise.edit(text),
  });
  useTypeMarks(view, parts);
  return <div class="cell-editor exercise-editor" ref={place} />;
}

function Points({ grading }: { grading: ExerciseGrading }): JSX.Element | null {
  const state = grading.state.value;
  if (state === null) return null;
  const { best, maxScore, passed } = state;
  return (
    <span class={passed ? "points is-full" : "points"} title="The most points so far">
      {best} of {maxScore} points
    </span>
  );
}

function Bar({ exercise, grading, onCheck }: Parts & { readonly onCheck: () => void }): JSX.Element {
  const checking = grading.phase.value.kind === "checking";
  return (
    <div class="cell-bar exercise-bar">
      <span class="exercise-path">{exercise.path.value}</span>
      <Points grading={grading} />
      <span class="grow" />
      <SaveNote state={exercise.state.value} />
      {exercise.beforeReset.value === null ? null : (
        <button type="button" class="small" onClick={() => exercise.takeBack()}>
          <Icon name="undo" /> Undo reset
        </button>
      )}
      <button type="button" class="small" disabled={exercise.pristine.value} onClick={() => void exercise.reset()}>
        Reset
      </button>
      <button type="button" class="small primary" aria-disabled={checking} onClick={onCheck} title="Check (Ctrl-Enter)">
        {checking ? "Checking …" : "Check"}
      </button>
    </div>
  );
}

export function ExerciseEditor({
  id,
  chapter,
  cellId,
}: {
  id: string;
  chapter: OpenChapter;
  cellId: string;
}): JSX.Element | null {
  const exercise = useMemo(() => new OpenExercise(id), [id]);
  const grading = useMemo(() => new ExerciseGrading(id), [id]);
  useEffect(() => {
    void exercise.open();
    void grading.load();
    const onFocus = (): void => {
      void exercise.pull();
      void grading.load();
    };
    addEventListener("focus", onFocus);
    return () => {
      removeEventListener("focus", onFocus);
      exercise.close();
    };
  }, [exercise]);
  const state = exercise.state.value;
  if (state.kind === "loading" || state.kind === "missing") return null;
  const check = async (): Promise<void> => {
    await exercise.save();
    if (exercise.state.peek().kind !== "saved") return;
    // A server without a grader leaves it to the chapter's own cell.
    if ((await grading.check()) === "no grader") chapter.run(cellId);
  };
  const parts = { exercise, grading, chapter, onCheck: () => void check() };
  return (
    <div class="code-cell exercise" role="group" aria-label={`Exercise file ${exercise.path.value}`} data-exercise={id}>
      <Bar {...parts} />
      <Choose exercise={exercise} />
      <Editor {...parts} />
      <ExerciseOutcome grading={grading} chapter={chapter} cellId={cellId} />
    </div>
  );
}
