/** The rules for notebooks: a good chapter passes, and each fault is found by name. */
import { describe, expect, test } from "vitest";
import { formatNotebook } from "../../app/course/notebook";
import type { Cell, Json, Notebook } from "../../app/course/notebook";
import { canonicalNotebook } from "../../app/notebook/canonical";
import { fromText } from "../../app/notebook/text-form";
import { nbformatFaults } from "./nbformat";
import { notebookForm } from "./notebooks";

const chapter = `---
id: 05-two-generals
title: Two generals
question: Can two parties ever be sure?
minutes: 45
prerequisites: ["01-why-distribute", "02-eight-fallacies"]
exercises: [
  { "id": "05-two-generals/idempotent-receiver", "title": "Pay once", "points": 4 }
]
---
%% md title
# Two generals

%% ts imports
import { simulate } from "distlab";

%% ts run
simulate({ seed: 3 })

%% ts wrong raises-exception
simulate({ seed: NaN })
`;

const value: Json = {
  output_type: "execute_result",
  execution_count: 2,
  metadata: {},
  data: { "text/plain": "a run" },
};
const error: Json = { output_type: "error", ename: "RangeError", evalue: "seed is NaN", traceback: [] };
const outputs: Readonly<Record<string, readonly Json[]>> = { run: [value], wrong: [error] };

/** The chapter as it would be after a run. */
function executed(text: string): Notebook {
  let count = 0;
  const notebook = fromText(text);
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    count += 1;
    return { ...cell, execution_count: count, outputs: outputs[String(cell["id"])] ?? [] };
  });
  return canonicalNotebook({ ...notebook, cells });
}

const path = "notebooks/05-two-generals.ipynb";
const faults = (notebook: Notebook, at = path) =>
  notebookForm({ path: at, text: formatNotebook(notebook) }).map(({ message }) => message);
const edited = (from: string, to: string) => faults(executed(chapter.replace(from, to)));
const withCell = (id: string, change: (cell: Cell) => Cell): Notebook => {
  const notebook = executed(chapter);
  return { ...notebook, cells: notebook.cells.map((cell) => (cell["id"] === id ? change(cell) : cell)) };
};

test("a good chapter has no fault", () => {
  expect(faults(executed(chapter))).toEqual([]);
});

describe("metadata", () => {
  test.each([
    ["id: 05-two-generals", "id: 05-two", "id is not the file's name"],
    ["title: Two generals\n", "", "title is missing"],
    ["ever be sure?", "never be sure.", "is no question"],
    ["minutes: 45", "minutes: 450", "minutes is no whole number"],
    ["minutes: 45", 'minutes: "45"', "minutes is no whole number"],
    ["02-eight-fallacies", "06-failure-detection", 'prerequisite "06-failure-detection" is no earlier'],
    ["02-eight-fallacies", "2", 'prerequisite "2"'],
    ['prerequisites: ["01-why-distribute", "02-eight-fallacies"]', "prerequisites: none", "prerequisites is no list"],
    ["05-two-generals/idempotent-receiver", "idempotent-receiver", "its id is not like"],
    ["05-two-generals/idempotent-receiver", "06-x/idempotent-receiver", "its id is not like"],
    ['"points": 4', '"points": 0', "points"],
    ['"Pay once"', '""', "has no title"],
    [
      '"points": 4 }',
      '"points": 4 }, { "id": "05-two-generals/idempotent-receiver", "title": "x", "points": 1 }',
      "there twice",
    ],
  ])("%s → %s", (from, to, fault) => {
    expect(edited(from, to)).toEqual([expect.stringContaining(fault)]);
  });

  test("a name that is not a chapter's", () => {
    expect(
      faults(executed(chapter.replaceAll("05-two-generals", "generals")), "notebooks/generals.ipynb"),
    ).toContainEqual(expect.stringContaining("the file's name"));
  });
});

describe("cells", () => {
  test.each([
    ["%% md title\n# Two generals", "%% md title\nTwo generals", "the first cell"],
    ['%% ts imports\nimport { simulate } from "distlab";', "%% ts imports\n", "cell imports is empty"],
    ["simulate({ seed: 3 })", `simulate({\n${"  a: 1,\n".repeat(25)}})`, "cell run has 27 lines"],
    ['from "distlab"', 'from "../lib/index"', "cell imports imports ../lib/index"],
    ['from "distlab"', 'from "../solutions/05-two-generals/a"', "imports ../solutions"],
    ["%% ts run", "%% ts run raises-exception", "cell run is tagged raises-exception and shows no error"],
    ["%% ts wrong raises-exception", "%% ts wrong", "cell wrong shows an error"],
  ])("%s → %s", (from, to, fault) => {
    expect(edited(from, to)).toEqual([expect.stringContaining(fault)]);
  });

  test("a long median", () => {
    const long = chapter
      .replace("simulate({ seed: 3 })", "1;\n".repeat(6))
      .replace("simulate({ seed: NaN })", "1;\n".repeat(6));
    expect(faults(executed(long))).toEqual([expect.stringContaining("median code cell has 6 lines")]);
  });

  test("a cell that was not run, or run out of order", () => {
    const fault = expect.stringContaining("cell run was not executed in order") as string;
    expect(faults(withCell("run", (cell) => ({ ...cell, execution_count: null, outputs: [] })))).toContainEqual(fault);
    expect(faults(withCell("run", (cell) => ({ ...cell, execution_count: 9 })))).toContainEqual(fault);
  });
});

describe("the file", () => {
  const text = formatNotebook(executed(chapter));
  const faultsOf = (content: string) => notebookForm({ path, text: content }).map(({ message }) => message);

  test("is canonical to the byte", () => {
    const canonical = expect.stringContaining("not canonical") as string;
    expect(faultsOf(text.slice(0, -1))).toEqual([canonical]);
    expect(faultsOf(text.replace('"id": "run"', '"id": "b1a2c3d4"'))).toEqual([canonical]);
    expect(faultsOf(text.replace('"name": "tslab"', '"name": "python3"'))).toEqual([canonical]);
    expect(faultsOf(text.replace('"metadata": {}', '"metadata": {"execution": {"t": "12:00"}}'))).toEqual([canonical]);
  });

  test("has less than 1.5 MB", () => {
    const large = withCell("run", (cell) => ({
      ...cell,
      outputs: [{ output_type: "stream", name: "stdout", text: "x".repeat(1_600_000) }],
    }));
    expect(faults(large)).toEqual([expect.stringContaining("at most 1.5")]);
  });

  test("that is no JSON, or no notebook, is told so", () => {
    expect(faultsOf("{")).toEqual(["not JSON"]);
    expect(faultsOf("{}")).toContainEqual("not nbformat 4.5: notebook.cells");
  });
});

describe("nbformat 4.5", () => {
  const good = () => JSON.parse(formatNotebook(executed(chapter))) as Record<string, unknown>;
  const change = (from: string, to: string) => nbformatFaults(JSON.parse(JSON.stringify(good()).replace(from, to)));

  test("a valid notebook has no fault", () => {
    expect(nbformatFaults(good())).toEqual([]);
  });

  test.each([
    ['"nbformat":4', '"nbformat":3', "notebook.nbformat"],
    ['"nbformat_minor":5', '"nbformat_minor":4', "notebook.nbformat_minor"],
    ['"cell_type":"markdown"', '"cell_type":"heading"', "cells[0].cell_type"],
    ['"id":"title",', "", "cells[0].id"],
    ['"id":"title"', '"id":"with space"', "cells[0].id"],
    ['"id":"run"', '"id":"title"', "cells[2].id (title is there twice)"],
    ['"source":["# Two generals"]', '"source":5', "cells[0].source"],
    ['"cell_type":"markdown"', '"cell_type":"markdown","outputs":[]', "cells[0].outputs"],
    ['"execution_count":1,', "", "cells[1].execution_count"],
    ['"execution_count":1,', '"execution_count":-1,', "cells[1].execution_count"],
    ['"output_type":"error"', '"output_type":"pyerr"', "cells[3].outputs[0].output_type"],
    ['"evalue":"seed is NaN"', '"evalue":null', "cells[3].outputs[0].evalue"],
    ['"text/plain":["a run"]', '"text/plain":{"a":1}', "cells[2].outputs[0].data"],
    ['"tags":["raises-exception"]', '"tags":["a","a"]', "cells[3].metadata"],
    ['"display_name":"TypeScript",', "", "metadata.kernelspec"],
  ])("%s → %s", (from, to, fault) => {
    expect(change(from, to)).toEqual([fault]);
  });
});
