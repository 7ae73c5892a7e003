/** In the place of what a prediction asks: a line that says so, and the way past it. */
import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { announce } from "../announcer";
import { heldBack } from "../model/outcomes";
import { questionOf } from "../model/prediction";
import type { OpenChapter } from "../state/chapter";
import { isOpen, passOver } from "../state/predictions";

/** Lets go of what a cell's question holds back. */
function letGo(chapter: OpenChapter, holder: string): void {
  const cell = chapter.document.cell(holder);
  const question = cell === undefined ? null : questionOf(cell);
  if (question !== null) passOver(question.id);
}

/**
 * Which cells are held back, by cell. Whoever goes down with the keys is stopped once at the question, and passes the
 * second time; whoever comes from elsewhere, by a link or an error, is let in.
 */
export function useHeldBack(chapter: OpenChapter): ReadonlyMap<string, string> {
  const { document } = chapter;
  // Compared as text: typing in a cell changes the notebook, and seldom what is held back.
  const text = useComputed(() =>
    chapter.isCourse ? JSON.stringify([...heldBack(document.notebook.value.cells, isOpen)]) : "[]",
  ).value;
  const held = new Map(JSON.parse(text) as [string, string][]);
  const selected = document.selected.value;
  const before = useRef<string | null>(null);
  const stoppedAt = useRef<string | null>(null);
  useEffect(() => {
    const holder = selected === null ? undefined : held.get(selected);
    if (holder === undefined) {
      before.current = selected;
      return;
    }
    if (before.current === holder && stoppedAt.current !== holder) {
      stoppedAt.current = holder;
      document.select(holder);
      announce("Predict first. Go down once more to read on without.");
      return;
    }
    letGo(chapter, holder);
  }, [selected, text]);
  return held;
}

export function HeldBack({ chapter, holder }: { chapter: OpenChapter; holder: string }): JSX.Element {
  return (
    <p class="held-back">
      What happens is here once you have said what you expect.{" "}
      <button type="button" class="small" onClick={() => letGo(chapter, holder)}>
        Show it without
      </button>
    </p>
  );
}
