/** What one does to cells, and the way back. */
import { describe, expect, test } from "vitest";
import { emptyHistory, redo, remember, undo } from "../../../app/page/model/history";
import type { Cell, Notebook } from "../../../app/page/model/notebook";
import {
  change,
  changeKind,
  clearOutputs,
  insertAt,
  moveBy,
  remove,
  restore,
  setSource,
  splitAt,
} from "../../../app/page/model/operations";

const cell = (id: string, source = id): Cell => ({
  id,
  kind: "code",
  source,
  metadata: {},
  outputs: [],
  executionCount: null,
});
const notebook: Notebook = { cells: [cell("a"), cell("b"), cell("c")], metadata: {}, formatMinor: 5 };
const ids = ({ cells }: Notebook): string => cells.map(({ id }) => id).join(" ");

describe("cells", () => {
  test("are inserted at a position, under another id where theirs is taken", () => {
    expect(ids(insertAt(notebook, 1, [cell("x"), cell("a")]))).toBe("a x a-2 b c");
  });

  test("move by one place and stay at the edge", () => {
    expect(ids(moveBy(notebook, "a", 1))).toBe("b a c");
    expect(ids(moveBy(notebook, "c", -1))).toBe("a c b");
    expect(moveBy(notebook, "a", -1)).toBe(notebook);
    expect(moveBy(notebook, "c", 1)).toBe(notebook);
  });

  test("are split at the caret; the line break between the parts goes", () => {
    const split = splitAt(setSource(notebook, "b", "one\ntwo"), "b", 4);
    expect(split.cells.map(({ source }) => source)).toEqual(["a", "one", "two", "c"]);
    expect(ids(split)).toBe("a b b-2 c");
  });

  test("that become text lose their outputs", () => {
    const ran = change(notebook, "a", { outputs: [{ kind: "stream", name: "stdout", text: "x" }], executionCount: 1 });
    expect(changeKind(ran, "a", "markdown").cells[0]).toMatchObject({
      kind: "markdown",
      outputs: [],
      executionCount: null,
    });
  });

  test("that did not change stay the same objects, so that views need not look", () => {
    expect(setSource(notebook, "a", "a")).toBe(notebook);
    expect(setSource(notebook, "gone", "x")).toBe(notebook);
    expect(setSource(notebook, "a", "x").cells[1]).toBe(notebook.cells[1]);
    expect(clearOutputs(notebook).cells[0]).toBe(notebook.cells[0]);
  });
});

describe("undo", () => {
  test("brings a deleted cell back, with what was typed elsewhere since", () => {
    const history = remember(emptyHistory, notebook.cells);
    const deleted = setSource(remove(notebook, "b"), "a", "typed since");
    const back = undo(history, deleted.cells)!;
    const restored = restore(deleted, back.shape);
    expect(restored.cells.map(({ source }) => source)).toEqual(["typed since", "b", "c"]);
    const forward = redo(back.history, restored.cells)!;
    expect(ids(restore(restored, forward.shape))).toBe("a c");
  });

  test("brings back the order and the kind", () => {
    const history = remember(emptyHistory, notebook.cells);
    const changed = changeKind(moveBy(notebook, "a", 1), "b", "markdown");
    const restored = restore(changed, undo(history, changed.cells)!.shape);
    expect(restored).toEqual(notebook);
  });

  test("has an end, and forgets what was undone once something new is done", () => {
    expect(undo(emptyHistory, notebook.cells)).toBeNull();
    const undone = undo(remember(emptyHistory, notebook.cells), [])!.history;
    expect(redo(remember(undone, notebook.cells), [])).toBeNull();
  });

  test("keeps a hundred steps", () => {
    let history = emptyHistory;
    for (let step = 0; step < 150; step += 1) history = remember(history, notebook.cells);
    expect(history.past).toHaveLength(100);
  });
});
