/**
 * What all cells have in common: they can be selected, they have the focus in command mode, and they offer what one
 * can do with a cell to those who do not know the keys.
 */
import { useComputed } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cell } from "../model/notebook";
import type { OpenChapter } from "../state/chapter";
import { useFocusWish } from "./code-editor";
import { Icon } from "./icons";
import { Menu } from "./menu";

/** Takes the focus when the document wishes so, and comes into view without jumping if it is there already. */
function useCellFocus(chapter: OpenChapter, id: string, element: { readonly current: HTMLElement | null }): void {
  const wish = useFocusWish(chapter, id);
  useLayoutEffect(() => {
    if (wish === null || element.current === null) return;
    if (wish.target === "cell") element.current.focus({ preventScroll: true });
    if (!wish.scroll) return;
    const box = element.current.getBoundingClientRect();
    const [top, bottom] = [64, innerHeight - 24];
    const outside =
      box.bottom < top + 40 ||
      box.top > bottom - 40 ||
      (box.height < bottom - top && (box.top < top || box.bottom > bottom));
    if (outside)
      element.current.scrollIntoView({ block: box.height > bottom - top || box.top < top ? "start" : "nearest" });
  }, [wish]);
}

function CellMenu({ chapter, cell }: { chapter: OpenChapter; cell: Cell }): JSX.Element {
  const { document } = chapter;
  const on = (act: () => void) => () => {
    document.noteFocus(cell.id, "command");
    act();
  };
  return (
    <Menu
      label="What one can do with this cell"
      icon="more"
      items={[
        ...(cell.kind === "code" ? [{ label: "Run", keys: "Ctrl Enter", act: on(() => chapter.run(cell.id)) }] : []),
        { label: "Add code below", keys: "B", act: on(() => document.insert("below", "code", "edit")) },
        { label: "Add text below", act: on(() => document.insert("below", "markdown", "edit")) },
        { label: "Run all above", keys: "⇧A", act: on(() => void chapter.runAbove()) },
        {
          label: cell.kind === "code" ? "Edit code" : "Edit text",
          keys: "Enter",
          act: on(() => document.edit(cell.id)),
        },
        {
          label: "Clear output",
          keys: "O",
          act: on(() => chapter.clearOutput(cell.id)),
          disabled: cell.outputs.length === 0,
        },
        { label: "Move up", keys: "Alt ↑", act: on(() => document.move(-1)) },
        { label: "Move down", keys: "Alt ↓", act: on(() => document.move(1)) },
        { label: "Duplicate", act: on(() => void (document.copy() && document.paste("below"))) },
        { label: "Delete", keys: "D D", act: on(() => chapter.deleteCell(cell.id)) },
      ]}
    />
  );
}

export function CellFrame({
  chapter,
  cell,
  label,
  children,
}: {
  chapter: OpenChapter;
  cell: Cell;
  label: string;
  children: ComponentChildren;
}): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const { document } = chapter;
  const selected = useComputed(() => document.selected.value === cell.id).value;
  const editing = useComputed(() => document.selected.value === cell.id && document.mode.value === "edit").value;
  useCellFocus(chapter, cell.id, element);
  return (
    <section
      ref={element}
      id={`cell-${cell.id}`}
      class={`cell cell-${cell.kind}${selected ? " is-selected" : ""}${editing ? " is-editing" : ""}`}
      data-cell={cell.id}
      aria-label={label}
      aria-current={selected ? "true" : undefined}
      tabIndex={selected ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget) chapter.document.noteFocus(cell.id, "command");
      }}
      onMouseDown={(event) => {
        if (!selected && event.target instanceof Element && event.target.closest(".cm-editor") === null) {
          chapter.document.noteFocus(cell.id, "command");
        }
      }}
    >
      {children}
      <div class="cell-actions">
        <CellMenu chapter={chapter} cell={cell} />
      </div>
    </section>
  );
}

/** Between two cells: a thin line that becomes a button when one comes near. */
export function InsertHere({ chapter, above }: { chapter: OpenChapter; above: string }): JSX.Element {
  const insert = (kind: "code" | "markdown"): void => {
    chapter.document.noteFocus(above, "command");
    chapter.document.insert("below", kind, "edit");
  };
  return (
    <div class="insert-here">
      <button type="button" class="small" tabIndex={-1} onClick={() => insert("code")}>
        <Icon name="plus" /> Code
      </button>
      <button type="button" class="small" tabIndex={-1} onClick={() => insert("markdown")}>
        <Icon name="plus" /> Text
      </button>
    </div>
  );
}
