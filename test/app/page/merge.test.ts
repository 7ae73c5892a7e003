/** Bringing two versions of a notebook together, and drafts: nothing written is lost. */
import { assert, constantFrom, property, tuple, uniqueArray } from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDraft, draftOf, isSpent, readDraft } from "../../../app/page/model/draft";
import { merge, otherVersionOf, withoutMark } from "../../../app/page/model/merge";
import type { Cell, Notebook, Output } from "../../../app/page/model/notebook";

const cell = (id: string, source = id, outputs: readonly Output[] = []): Cell => ({
  id,
  kind: "code",
  source,
  metadata: {},
  outputs,
  executionCount: null,
});
const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {}, formatMinor: 5 });
const [a, b, c] = [cell("a"), cell("b"), cell("c")];
const base = [a, b, c];
const sources = ({ cells }: Notebook): string[] => cells.map(({ source }) => source);

describe("a merge", () => {
  test("takes what only one side changed", () => {
    const merged = merge(base, notebook(cell("a", "mine"), b, c), notebook(a, b, cell("c", "theirs")));
    expect(sources(merged.notebook)).toEqual(["mine", "b", "theirs"]);
    expect(merged.conflicts).toEqual([]);
    expect(merged.differsFromTheirs).toBe(true);
  });

  test("keeps both texts of a cell that both changed, the other one marked", () => {
    const merged = merge(base, notebook(a, cell("b", "mine"), c), notebook(a, cell("b", "theirs"), c));
    expect(sources(merged.notebook)).toEqual(["a", "mine", "theirs", "c"]);
    expect(merged.conflicts).toEqual(["b-other"]);
    const other = merged.notebook.cells[2]!;
    expect(otherVersionOf(other)).toBe("b");
    expect(withoutMark(other).metadata).toEqual({});
  });

  test("of the same change on both sides is that change", () => {
    const merged = merge(base, notebook(a, cell("b", "same"), c), notebook(a, cell("b", "same"), c));
    expect(sources(merged.notebook)).toEqual(["a", "same", "c"]);
    expect(merged.conflicts).toEqual([]);
  });

  test("takes new cells of both sides, each behind its neighbour", () => {
    const merged = merge(base, notebook(a, cell("x"), b, c), notebook(a, b, cell("y"), c));
    expect(sources(merged.notebook)).toEqual(["a", "x", "b", "y", "c"]);
  });

  test("deletes what one side deleted, unless the other one wrote in it", () => {
    expect(sources(merge(base, notebook(a, c), notebook(a, b, c)).notebook)).toEqual(["a", "c"]);
    expect(sources(merge(base, notebook(a, b, c), notebook(a, c)).notebook)).toEqual(["a", "c"]);
    expect(sources(merge(base, notebook(a, c), notebook(a, cell("b", "written"), c)).notebook)).toEqual([
      "a",
      "written",
      "c",
    ]);
    expect(sources(merge(base, notebook(a, cell("b", "written"), c), notebook(a, c)).notebook)).toEqual([
      "a",
      "written",
      "c",
    ]);
  });

  test("keeps my order where I moved cells, theirs otherwise", () => {
    expect(sources(merge(base, notebook(c, a, b), notebook(a, b, c)).notebook)).toEqual(["c", "a", "b"]);
    expect(sources(merge(base, notebook(a, b, c), notebook(b, a, c)).notebook)).toEqual(["b", "a", "c"]);
  });

  test("takes the outputs of whoever ran a cell since", () => {
    const outputs: Output[] = [{ kind: "stream", name: "stdout", text: "1" }];
    const mine = merge(base, notebook(cell("a", "a", outputs), b, c), notebook(...base));
    expect(mine.notebook.cells[0]!.outputs).toBe(outputs);
    const theirs = merge(base, notebook(...base), notebook(cell("a", "a", outputs), b, c));
    expect(theirs.notebook.cells[0]!.outputs).toBe(outputs);
    expect(theirs.differsFromTheirs).toBe(false);
  });

  test("says when there is nothing to save", () => {
    expect(merge(base, notebook(...base), notebook(a, cell("b", "theirs"), c)).differsFromTheirs).toBe(false);
  });

  const ids = ["a", "b", "c", "d", "e"];
  const someCells = uniqueArray(constantFrom(...ids), { maxLength: 5 }).chain((chosen) =>
    tuple(...chosen.map((id) => constantFrom("0", "1", "2").map((source) => cell(id, `${id}${source}`)))),
  );

  test("never loses a text that one side has written", () => {
    assert(
      property(someCells, someCells, someCells, (start, mine, theirs) => {
        const merged = sources(merge(start, notebook(...mine), notebook(...theirs)).notebook);
        const old = new Map(start.map(({ id, source }) => [id, source]));
        for (const side of [mine, theirs]) {
          for (const { id, source } of side) if (old.get(id) !== source) expect(merged).toContain(source);
        }
        expect(new Set(merged).size).toBe(merged.length);
      }),
    );
  });

  test("of both sides ends at the same texts, whoever merges first", () => {
    assert(
      property(someCells, someCells, someCells, (start, mine, theirs) => {
        const one = sources(merge(start, notebook(...mine), notebook(...theirs)).notebook).toSorted();
        const two = sources(merge(start, notebook(...theirs), notebook(...mine)).notebook).toSorted();
        expect(one).toEqual(two);
      }),
    );
  });
});

describe("a draft", () => {
  const saved = notebook(cell("a", "a", [{ kind: "stream", name: "stdout", text: "x" }]), b);
  const edited = notebook(cell("a", "typed"), b, cell("n", "new"));

  test("brings the texts back, over the outputs that are saved", () => {
    const draft = readDraft(JSON.stringify(draftOf(saved.cells, edited)))!;
    const back = applyDraft(draft, saved);
    expect(sources(back)).toEqual(["typed", "b", "new"]);
    expect(back.cells[0]!.outputs).toHaveLength(1);
  });

  test("is spent when the file already has its texts, or when it changes nothing", () => {
    expect(isSpent(draftOf(saved.cells, edited), saved)).toBe(false);
    expect(isSpent(draftOf(saved.cells, edited), edited)).toBe(true);
    expect(isSpent(draftOf(saved.cells, saved), edited)).toBe(true);
  });

  test.for([null, "", "{", "[]", "{}", '{"base":[],"cells":[{}]}', '{"base":3,"cells":[]}'])(
    "that is damaged (%j) is none",
    (text) => {
      expect(readDraft(text)).toBeNull();
    },
  );
});
