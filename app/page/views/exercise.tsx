/** The file beside the chapter: an exercise's answer, edited where the exercise is told. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { OpenChapter } from "../state/chapter";
import { OpenExercise, type ExerciseState } from "../state/exercise";
import { Icon } from "./icons";
import { perform } from "../editor/editor";
import { useEditor } from "./use-editor";

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

function Editor({
  exercise,
  chapter,
  onCheck,
}: {
  exercise: OpenExercise;
  chapter: OpenChapter;
  onCheck: () => void;
}): JSX.Element {
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
  useEditor(place, exercise.text.value, () => exercise.text.peek(), {
    language: "typescript",
    label: `File ${exercise.path.peek()}`,
    lineNumbers: true,
    help: chapter.kernel,
    keys,
    onChange: (text) => exercise.edit(text),
  });
  return <div class="cell-editor exercise-editor" ref={place} />;
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
  useEffect(() => {
    void exercise.open();
    const onFocus = (): void => void exercise.pull();
    addEventListener("focus", onFocus);
    return () => {
      removeEventListener("focus", onFocus);
      exercise.close();
    };
  }, [exercise]);
  const state = exercise.state.value;
  if (state.kind === "loading") return null;
  if (state.kind === "missing") return null;
  const check = async (): Promise<void> => {
    await exercise.save();
    if (exercise.state.peek().kind === "saved") chapter.run(cellId);
  };
  return (
    <div class="code-cell exercise" role="group" aria-label={`Exercise file ${exercise.path.value}`} data-exercise={id}>
      <div class="cell-bar">
        <span class="exercise-path">{exercise.path.value}</span>
        <span class="grow" />
        <SaveNote state={state} />
        {exercise.beforeReset.value === null ? null : (
          <button type="button" class="small" onClick={() => exercise.takeBack()}>
            <Icon name="undo" /> Undo reset
          </button>
        )}
        <button type="button" class="small" disabled={exercise.pristine.value} onClick={() => void exercise.reset()}>
          Reset
        </button>
        <button type="button" class="small primary" onClick={() => void check()}>
          Check
        </button>
      </div>
      <Choose exercise={exercise} />
      <Editor exercise={exercise} chapter={chapter} onCheck={() => void check()} />
    </div>
  );
}
