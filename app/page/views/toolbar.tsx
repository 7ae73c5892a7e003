/** The quiet bar above a chapter: is it saved, how is the kernel, run it, and a menu for the rest. */
import type { JSX } from "preact";
import type { KernelState } from "../client/kernel";
import { numberOf } from "../client/course";
import type { OpenChapter } from "../state/chapter";
import { outcomesShown, showOutcomes } from "../state/predictions";
import type { SaveState } from "../state/saver";
import { Icon } from "./icons";
import { Menu } from "./menu";

const kernelWords: Record<KernelState["kind"], string> = {
  starting: "Kernel is starting",
  idle: "Kernel is ready",
  busy: "Kernel is busy",
  restarting: "Kernel is restarting",
  dead: "Kernel has stopped",
  unreachable: "No connection",
  failed: "No kernel",
};

function KernelDot({ state }: { state: KernelState }): JSX.Element {
  const words = kernelWords[state.kind];
  return (
    <span class={`kernel-state kernel-${state.kind}`} data-kernel={state.kind} title={words}>
      <span class="dot" aria-hidden="true" />
      <span class="kernel-words">{words}</span>
    </span>
  );
}

function SaveWord({ state, onSave }: { state: SaveState; onSave: () => void }): JSX.Element {
  if (state.kind === "failed") {
    return (
      <button type="button" class="small save-failed" data-save="failed" onClick={onSave} title={state.reason}>
        Not saved. Try again
      </button>
    );
  }
  const words = { saved: "Saved", unsaved: "Saving …", saving: "Saving …" }[state.kind];
  return (
    <span class="save-state" data-save={state.kind}>
      {words}
    </span>
  );
}

function RunCount({ chapter }: { chapter: OpenChapter }): JSX.Element | null {
  const runs = [...chapter.runner.runs.value.values()];
  const waiting = runs.filter((run) => run.kind === "queued").length;
  const running = runs.some((run) => run.kind === "running");
  if (!running && waiting === 0) return null;
  return <span class="run-count">{waiting === 0 ? "running" : `running, ${waiting} to go`}</span>;
}

export function Toolbar({
  chapter,
  title,
  onMenu,
}: {
  chapter: OpenChapter;
  title: string;
  onMenu: () => void;
}): JSX.Element {
  const { runner } = chapter;
  const busy = runner.current !== null;
  return (
    <header class="toolbar">
      <button type="button" class="icon-button menu-button" aria-label="Chapters" onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <span class="toolbar-title">
        <span class="chapter-number">{numberOf(chapter.id)}</span> {title}
      </span>
      <span class="grow" />
      <RunCount chapter={chapter} />
      <SaveWord state={chapter.saver.state.value} onSave={() => void chapter.saver.saveNow()} />
      <KernelDot state={chapter.kernel.state.value} />
      {busy ? (
        <button type="button" class="small" onClick={() => void runner.interrupt()} title="Interrupt (I I)">
          <Icon name="stop" /> Interrupt
        </button>
      ) : (
        <button type="button" class="small" onClick={() => void chapter.runAll()}>
          <Icon name="run" /> Run all
        </button>
      )}
      <Menu
        label="More for this chapter"
        icon="more"
        items={[
          { label: "Run all", act: () => void chapter.runAll() },
          { label: "Run all above", keys: "⇧A", act: () => void chapter.runAbove() },
          { label: "Interrupt", keys: "I I", act: () => void runner.interrupt() },
          { label: "Restart the kernel", keys: "0 0", act: () => void chapter.restart() },
          { label: "Restart and run all", act: () => void chapter.restartAndRunAll() },
          { label: "Clear all outputs", act: () => chapter.clearOutputs() },
          {
            label: outcomesShown.value ? "Hold back what predictions ask" : "Show what predictions ask",
            act: () => showOutcomes(!outcomesShown.peek()),
          },
          { label: "Save now", keys: "S", act: () => void chapter.saver.saveNow() },
          { label: "Keys", keys: "H", act: () => (chapter.keySheetShown.value = true) },
        ]}
      />
    </header>
  );
}
