/** Reading and writing nbformat. */
import { describe, expect, test } from "vitest";
import { emptyCell, readNotebook, writeNotebook, type Notebook } from "../../../app/page/model/notebook";

const raw = {
  cells: [
    {
      cell_type: "markdown",
      id: "title",
      metadata: { tags: ["x"] },
      source: ["# Title\n", "text"],
      attachments: { "a.png": { "image/png": "AA==" } },
    },
    {
      cell_type: "code",
      id: "run",
      metadata: { distlab: { exercise: "05-a/b" } },
      source: "1 + 1",
      execution_count: 3,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["a\n", "b\n"] },
        {
          output_type: "execute_result",
          data: { "text/plain": ["2"], "application/json": [1, 2] },
          metadata: {},
          execution_count: 3,
        },
        { output_type: "display_data", data: { "image/svg+xml": ["<svg>", "</svg>"] }, metadata: { a: 1 } },
        { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
      ],
    },
    { cell_type: "raw", id: "raw", metadata: {}, source: "raw" },
  ],
  metadata: { kernelspec: { name: "tslab" }, distlab: { minutes: 45 } },
  nbformat: 4,
  nbformat_minor: 5,
};

describe("a notebook", () => {
  test("joins lines of text, but not lists that are JSON values", () => {
    const [title, code] = readNotebook(raw).cells;
    expect(title!.source).toBe("# Title\ntext");
    expect(code!.outputs[0]).toEqual({ kind: "stream", name: "stdout", text: "a\nb\n" });
    expect(code!.outputs[1]).toMatchObject({ kind: "result", data: { "text/plain": "2", "application/json": [1, 2] } });
    expect(code!.outputs[2]).toMatchObject({ data: { "image/svg+xml": "<svg></svg>" } });
  });

  test("is written as it was read, with everything that the page does not understand", () => {
    const written = writeNotebook(readNotebook(raw));
    expect(readNotebook(written)).toEqual(readNotebook(raw));
    expect(written).toMatchObject({ metadata: raw.metadata, nbformat: 4, nbformat_minor: 5 });
    expect(JSON.stringify(written)).toContain('"attachments":{"a.png"');
    expect(JSON.stringify(written)).toContain('"exercise":"05-a/b"');
  });

  test("gives cells without an id, or with one that is taken, one of their own", () => {
    const cell = { cell_type: "code", metadata: {}, source: "", outputs: [], execution_count: null };
    const { cells } = readNotebook({ cells: [cell, { ...cell, id: "x" }, { ...cell, id: "x" }], nbformat: 4 });
    expect(cells.map(({ id }) => id)).toEqual(["cell-1", "x", "x-2"]);
  });

  test.for([null, 3, {}, { cells: 3, nbformat: 4 }, { cells: [], nbformat: 3 }, { cells: [7], nbformat: 4 }])(
    "refuses %j with a word",
    (value) => {
      expect(() => readNotebook(value)).toThrow(/notebook|format|cell/);
    },
  );

  test("gives a new cell an id that nobody has", () => {
    const notebook: Notebook = { cells: [], metadata: {}, formatMinor: 5 };
    const one = emptyCell(notebook, "code");
    const two = emptyCell({ ...notebook, cells: [one] }, "code");
    expect([one.id, two.id]).toEqual(["new-code", "new-code-2"]);
  });
});
