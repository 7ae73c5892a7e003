/** A code cell: its editor, what its run costs, and what came out. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Mark } from "../model/errors";
import { exerciseOf } from "../model/exercise";
import { otherVersionOf } from "../model/merge";
import type { Cell } from "../model/notebook";
import { onlyAsks } from "../model/prediction";
import { OutputArea } from "../output/area";
import { duration, type OpenChapter } from "../state/chapter";
import type { Run } from "../state/runner";
import { CellFrame } from "./cell-frame";
import { goTo, useCodeEditor } from "./code-editor";
import { ExerciseEditor } from "./exercise";
import { Icon } from "./icons";
import { OtherVersion } from "./other-version";

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

function Bar({ chapter, cell, run }: { chapter: OpenChapter; cell: Cell; run: Run | undefined }): JSX.Element {
  const running = run?.kind === "running";
  return (
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
  );
}

interface Properties {
  readonly chapter: OpenChapter;
  readonly cell: Cell;
  readonly position: number;
}

export function CodeCell({ chapter, cell, position }: Properties): JSX.Element {
  const { id, executionCount } = cell;
  const place = useRef<HTMLDivElement>(null);
  const run = useComputed(() => chapter.runner.runs.value.get(id)).value;
  const view = useCodeEditor(place, chapter, cell, position);
  const context = useMemo(
    () => ({ cellId: id, folder: chapter.folder, executionCount, onGo: (mark: Mark) => goTo(view.current, mark) }),
    [id, executionCount, chapter],
  );
  const exercise = chapter.isCourse ? exerciseOf(cell) : null;
  const shown = useComputed(() => chapter.document.sourcesShown.value.has(id)).value;
  const folded = onlyAsks(cell) && !shown;
  const running = run?.kind === "running";
  const label = `Code cell ${position + 1}${executionCount === null ? "" : `, run number ${executionCount}`}`;
  return (
    <CellFrame chapter={chapter} cell={cell} label={label}>
      <div class={`code-cell${running ? " is-running" : ""}${folded ? " is-folded" : ""}`}>
        <Bar chapter={chapter} cell={cell} run={run} />
        <div class="cell-editor" ref={place} />
        {otherVersionOf(cell) === null ? null : <OtherVersion chapter={chapter} cell={cell} />}
        <div class={running && cell.outputs.length > 0 ? "cell-outputs is-stale" : "cell-outputs"}>
          <OutputArea outputs={cell.outputs} context={context} />
        </div>
      </div>
      {exercise === null ? null : <ExerciseEditor id={exercise} chapter={chapter} cellId={id} />}
    </CellFrame>
  );
}
