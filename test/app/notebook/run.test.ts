/** Running a notebook: order, failures, tags, comparison and the executed copy, with a kernel made for the test. */
import { describe, expect, test } from "vitest";
import { formatNotebook } from "../../../app/course/notebook";
import type { Json } from "../../../app/course/notebook";
import { compareOutputs } from "../../../app/notebook/compare";
import { pathCleaner } from "../../../app/notebook/normalise";
import { keepUnchanged, runNotebook } from "../../../app/notebook/run";
import type { CellResult, Progress } from "../../../app/notebook/run";
import { fromText } from "../../../app/notebook/text-form";

const cleanPaths = pathCleaner("/srv/course");
const stdout = (text: string): Json => ({ output_type: "stream", name: "stdout", text });
const failure = (ename: string): Json => ({ output_type: "error", ename, evalue: "no", traceback: [] });

/** A kernel whose cells are commands: `print x`, `fail Name`, `abort`, `abort once`. */
function fakeKernel() {
  const ran: string[] = [];
  const execute = (code: string): Promise<CellResult> => {
    ran.push(code);
    const [word, ...rest] = code.split(" ");
    const name = rest.join(" ");
    if (word === "fail") return Promise.resolve({ status: "error", outputs: [failure(name)], milliseconds: 5 });
    const again = ran.filter((one) => one === code).length > 1;
    if (word === "abort" && !(name === "once" && again))
      return Promise.resolve({ status: "aborted", outputs: [], milliseconds: 0 });
    return Promise.resolve({ status: "ok", outputs: [stdout(`${name}\n`)], milliseconds: 5 });
  };
  return { ran, execute };
}

const chapter = (...cells: string[]) => fromText(`---\nid: 01-x\n---\n${cells.join("\n\n")}`);
const outcomes = (report: Awaited<ReturnType<typeof runNotebook>>) => report.cells.map((cell) => cell.outcome);

describe("running", () => {
  test("code cells run in order, prose does not", async () => {
    const kernel = fakeKernel();
    const report = await runNotebook(chapter("%% md a\n# Hi", "%% ts b\nprint 1", "%% ts c\nprint 2"), kernel);
    expect(kernel.ran).toEqual(["print 1", "print 2"]);
    expect(report).toMatchObject({ ok: true, milliseconds: 10 });
    expect(report.cells.map((cell) => [cell.id, cell.number])).toEqual([
      ["b", 1],
      ["c", 2],
    ]);
  });

  test("a failing cell ends the run, and says which it was", async () => {
    const kernel = fakeKernel();
    const report = await runNotebook(chapter("%% ts a\nprint 1", "%% ts b\nfail Oops", "%% ts c\nprint 2"), kernel);
    expect(report.ok).toBe(false);
    expect(outcomes(report)).toEqual(["ok", "failed", "not run"]);
    expect(kernel.ran).toHaveLength(2);
  });

  test("with keepGoing the cells after it run as well", async () => {
    const report = await runNotebook(chapter("%% ts a\nfail Oops", "%% ts b\nprint 2"), fakeKernel(), {
      keepGoing: true,
    });
    expect(outcomes(report)).toEqual(["failed", "ok"]);
    expect(report.ok).toBe(false);
  });

  test("an error that a tag announces is none, but a dead kernel and a time limit are", async () => {
    const cells = ["RangeError", "KernelDied", "TimeoutError"].map((name) => `%% ts - raises-exception\nfail ${name}`);
    const report = await runNotebook(chapter(...cells), fakeKernel(), { keepGoing: true });
    expect(outcomes(report)).toEqual(["raised", "failed", "failed"]);
  });

  test("a cell that the kernel skipped has failed", async () => {
    expect(outcomes(await runNotebook(chapter("%% ts a raises-exception\nabort"), fakeKernel()))).toEqual(["failed"]);
  });

  test("a cell that the kernel skips only once runs after all", async () => {
    const kernel = fakeKernel();
    expect(outcomes(await runNotebook(chapter("%% ts a\nabort once"), kernel))).toEqual(["ok"]);
    expect(kernel.ran).toHaveLength(2);
  });

  test("progress names the cell that runs and ends complete", async () => {
    const seen: Progress[] = [];
    await runNotebook(chapter("%% ts a\nprint 1", "%% ts b\nprint 2"), fakeKernel(), {
      onProgress: (p) => seen.push(p),
    });
    expect(seen).toEqual([
      { done: 0, cells: 2, id: "a" },
      { done: 1, cells: 2, id: "b" },
      { done: 2, cells: 2, id: "" },
    ]);
  });
});

describe("the executed copy", () => {
  test("has outputs and counts, and the notebook that was given has not", async () => {
    const notebook = chapter("%% ts a\nprint 1", "%% md m\nx", "%% ts b\nprint /srv/course/lib");
    const before = formatNotebook(notebook);
    const { executed } = await runNotebook(notebook, fakeKernel(), { cleanPaths });
    expect(formatNotebook(notebook)).toBe(before);
    const code = executed.cells.filter((cell) => cell.cell_type === "code");
    expect(code.map((cell) => cell["execution_count"])).toEqual([1, 2]);
    expect(code[1]!["outputs"]).toEqual([stdout("<course>/lib\n")]);
  });

  test("of a run that ended early has nothing where nothing ran", async () => {
    const { executed } = await runNotebook(chapter("%% ts a\nfail X", "%% ts b\nprint 1"), fakeKernel());
    expect(executed.cells[1]).toMatchObject({ execution_count: null, outputs: [] });
  });

  test("keeps committed outputs that show the same, and only those", async () => {
    const notebook = chapter("%% ts a\nprint took 3 ms", "%% ts b\nprint 1");
    const { executed } = await runNotebook(notebook, fakeKernel());
    const later = await runNotebook(chapter("%% ts a\nprint took 4 ms", "%% ts b\nprint 2"), fakeKernel());
    const kept = keepUnchanged(executed, later.executed, cleanPaths);
    expect(kept.cells.map((cell) => cell["outputs"])).toEqual([[stdout("took 3 ms\n")], [stdout("2\n")]]);
  });
});

test("what an exercise's check shows is not compared, and yet is written when it has changed", async () => {
  const shown = (words: string): Json => ({
    output_type: "display_data",
    data: { "application/vnd.distlab.check+json": { score: 0 }, "text/plain": words },
    metadata: {},
  });
  const { executed } = await runNotebook(chapter("%% ts a\nprint 1"), fakeKernel());
  const showing = (words: string) => ({
    ...executed,
    cells: executed.cells.map((cell) => ({ ...cell, outputs: [shown(words)] })),
  });
  const [old, fresh] = [showing("0 of 4, and why"), showing("0 of 4, and why, in better words")];
  expect(compareOutputs([shown("a")], [shown("b")], { mode: "exact", cleanPaths })).toBeUndefined();
  expect(keepUnchanged(old, fresh, cleanPaths).cells[0]!["outputs"]).toEqual([
    shown("0 of 4, and why, in better words"),
  ]);
  expect(keepUnchanged(old, old, cleanPaths).cells[0]!["outputs"]).toEqual([shown("0 of 4, and why")]);
});

describe("comparing", () => {
  const compare = { mode: "exact" as const, cleanPaths };

  test("finds the cell whose output is not the committed one, and runs the rest", async () => {
    const { executed } = await runNotebook(
      chapter("%% ts a\nprint 1", "%% ts b\nprint 2", "%% ts c\nprint 3"),
      fakeKernel(),
    );
    expect((await runNotebook(executed, fakeKernel(), { compare })).ok).toBe(true);
    const stale = { ...executed, cells: executed.cells.with(1, { ...executed.cells[1]!, outputs: [stdout("9\n")] }) };
    const report = await runNotebook(stale, fakeKernel(), { compare });
    expect(outcomes(report)).toEqual(["ok", "differs", "ok"]);
    expect(report.cells[1]!.difference).toMatchObject({ committed: "9", fresh: "2" });
    expect(report.ok).toBe(false);
  });

  test("leaves out what is tagged real-time, but not its failures", async () => {
    const report = await runNotebook(
      chapter("%% ts a real-time\nprint now", "%% ts b real-time\nfail X"),
      fakeKernel(),
      { compare },
    );
    expect(outcomes(report)).toEqual(["ok", "failed"]);
  });

  test("an announced error that is no longer raised differs", async () => {
    const { executed } = await runNotebook(chapter("%% ts a raises-exception\nfail RangeError"), fakeKernel());
    const mended = { ...executed, cells: [{ ...executed.cells[0]!, source: "print 1" }] };
    expect(outcomes(await runNotebook(mended, fakeKernel(), { compare }))).toEqual(["differs"]);
  });
});
