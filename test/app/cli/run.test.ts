/** `distlab run`: which notebooks, what it reports, what it writes, and what it leaves alone. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeResult } from "../../../app/cli/run/report";
import { Writer } from "../../../app/cli/terminal";
import { fromText } from "../../../app/notebook/text-form";
import { commandLine, TextSink } from "./fakes";

const chapter = (...cells: string[]) => `---\nid: x\n---\n${cells.join("\n\n")}\n`;
const good = chapter("%% md intro\n# Hi", "%% ts one\nprint 1", "%% ts two\nprint 2");
const bad = chapter("%% ts one\nprint 1", "%% ts broken\nfail RangeError", "%% ts three\nprint 3");

interface Row {
  readonly notebook: string;
  readonly milliseconds: number;
}

describe("which notebooks", () => {
  const chapters = { "05-two-generals": good, "14-raft-election": good };

  test.each([["05"], ["5"], ["05-two-generals"], ["notebooks/05-two-generals.ipynb"]])(
    "%s is chapter 05",
    async (name) => {
      const line = commandLine({ chapters });
      const { exitCode, out } = await line.type("run", name);
      expect(exitCode).toBe(0);
      expect(out).toMatch(/^✓ notebooks\/05-two-generals\.ipynb {2}2 cells, \d+ ms\n$/);
      expect(line.kernels).toHaveLength(1);
    },
  );

  test("--all is all of them, and the same one twice is run once", async () => {
    const line = commandLine({ chapters });
    expect((await line.type("run", "--all")).out).toContain("2 notebooks ok");
    expect(line.kernels).toHaveLength(2);
    await line.type("run", "05", "5");
    expect(line.kernels).toHaveLength(3);
  });

  test("one that does not exist is wrong usage, with the nearest", async () => {
    const { exitCode, error } = await commandLine({ chapters }).type("run", "05-tow-generals");
    expect(exitCode).toBe(2);
    expect(error).toContain("Did you mean 05-two-generals?");
  });

  test("one that is no notebook is told by name", async () => {
    const line = commandLine({ chapters });
    writeFileSync(line.path("05-two-generals"), "{}");
    const { exitCode, error } = await line.type("run", "05");
    expect(exitCode).toBe(1);
    expect(error).toMatch(/^error: notebooks\/05-two-generals\.ipynb: This is not a notebook/);
  });

  test.each([
    [["run", "--all", "05"], "not both"],
    [["run", "05", "--check", "--write"], "do not go together"],
    [["run", "05", "--write", "--kernel", "stock"], "--kernel course"],
    [["run", "05", "--timeout", "0"], "above 0"],
    [["run", "05", "--timeout", "soon"], "above 0"],
    [["run", "05", "--jobs", "1.5"], "1 to 999"],
    [["run", "05", "--kernel", "python"], "course, stock"],
  ])("%j is wrong usage and runs nothing", async (args, what) => {
    const line = commandLine({ chapters });
    const { exitCode, error } = await line.type(...args);
    expect(exitCode).toBe(2);
    expect(error).toContain(what);
    expect(line.wanted).toEqual([]);
  });
});

describe("what is reported", () => {
  test("a failing cell: its id, number, source and error, and what was not run", async () => {
    const { exitCode, out } = await commandLine({ chapters: { "01-x": bad } }).type("run", "01");
    expect(exitCode).toBe(1);
    expect(out).toContain("✗ notebooks/01-x.ipynb");
    expect(out).toMatch(/cell broken \[2\] failed after \d+ ms:\n\n {3}1 │ fail RangeError\n\n {4}RangeError: no\n/);
    expect(out).toContain("1 cell after it was not run");
  });

  test("--json: the documented shape and nothing else on standard output", async () => {
    const { exitCode, out, error } = await commandLine({ chapters: { "01-x": bad, "02-y": good } }).type(
      "run",
      "--all",
      "--json",
    );
    const rows = JSON.parse(out) as Row[];
    expect(exitCode).toBe(1);
    expect(rows.map(({ milliseconds, ...row }) => ({ ...row, timed: Number.isInteger(milliseconds) }))).toEqual([
      { notebook: "notebooks/01-x.ipynb", ok: false, cells: 3, failed: 1, timed: true },
      { notebook: "notebooks/02-y.ipynb", ok: true, cells: 2, failed: 0, timed: true },
    ]);
    expect(error).toContain("cell broken [2] failed");
  });

  test("--keep-going counts every failure", async () => {
    const twice = chapter("%% ts a\nfail X", "%% ts b\nfail Y", "%% ts c\nprint 1");
    const { out } = await commandLine({ chapters: { "01-x": twice } }).type("run", "01", "--json", "--keep-going");
    expect(JSON.parse(out)).toMatchObject([{ cells: 3, failed: 2 }]);
  });

  test("a kernel that does not start fails that notebook, all cells counted, and not the others", async () => {
    let started = 0;
    const line = commandLine({
      chapters: { "01-x": good, "02-y": good },
      startKernel: () => {
        started += 1;
        return Promise.reject(new Error(`no kernel (${started})`));
      },
    });
    const { exitCode, out, error } = await line.type("run", "--all", "--json", "--jobs", "1");
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject([{ ok: false, cells: 2, failed: 2 }, { ok: false }]);
    expect(error).toContain("no kernel (2)");
  });

  test("a kernel that dies on the way fails its cell", async () => {
    const { exitCode, out } = await commandLine({ chapters: { "01-x": chapter("%% ts a\ndie") } }).type("run", "01");
    expect(exitCode).toBe(1);
    expect(out).toContain("KernelDied: the kernel has ended");
  });

  test("progress on a terminal: a bar that is gone at the end, and none elsewhere", async () => {
    const chapters = { "01-x": good };
    const seen = await commandLine({ chapters, terminal: true }).type("run", "01");
    expect(seen.error).toContain("] 1 of 2 cells · 0 s · 01-x two");
    expect(seen.error.endsWith("\r\u001B[2K")).toBe(true);
    expect((await commandLine({ chapters }).type("run", "01")).error).toBe("");
  });

  test("long sources and long errors are cut", () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join("\n");
    const error = { output_type: "error", ename: "E", evalue: "x", traceback: [lines(50)] };
    const cell = {
      id: "a",
      number: 1,
      source: lines(50),
      outcome: "failed" as const,
      milliseconds: 1,
      outputs: [error],
    };
    const notebook = fromText("---\n---\n");
    const told = describeResult(
      {
        file: { path: "/x", name: "x", notebook, digest: "" },
        report: { ok: false, cells: [cell], milliseconds: 1, executed: notebook },
        milliseconds: 1,
      },
      new Writer(new TextSink(false, 100), {}),
    );
    expect(told).toContain("… 20 more lines");
    expect(told.split("\n").length).toBeLessThan(65);
  });
});

describe("checking and writing", () => {
  test("a run leaves the notebook byte for byte as it was, whether it succeeds, fails or checks", async () => {
    for (const text of [good, bad]) {
      const line = commandLine({ chapters: { "01-x": text } });
      const before = readFileSync(line.path("01-x"), "utf8");
      await line.type("run", "01");
      await line.type("run", "01", "--check");
      await line.type("run", "01", "--keep-going", "--kernel", "stock");
      expect(readFileSync(line.path("01-x"), "utf8")).toBe(before);
    }
  });

  test("what --write has written, --check finds the same, on both kernels", async () => {
    const line = commandLine({ chapters: { "01-x": good } });
    expect((await line.type("run", "01", "--check")).exitCode).toBe(1);
    expect((await line.type("run", "01", "--write")).out).toContain("written");
    expect(await line.type("run", "01", "--check")).toMatchObject({ exitCode: 0 });
    expect(await line.type("run", "01", "--check", "--kernel", "stock")).toMatchObject({ exitCode: 0 });
    expect((await line.type("run", "01", "--write")).out).toContain("unchanged");
    expect(line.wanted.map(({ kernel }) => kernel)).toEqual(["course", "course", "course", "stock", "course"]);
  });

  test("--check shows the first difference and names the other cells", async () => {
    const line = commandLine({ chapters: { "01-x": good } });
    await line.type("run", "01", "--write");
    const changed = readFileSync(line.path("01-x"), "utf8").replace('"1\\n"', '"7\\n"').replace('"2\\n"', '"8\\n"');
    writeFileSync(line.path("01-x"), changed);
    const { exitCode, out } = await line.type("run", "01", "--check");
    expect(exitCode).toBe(1);
    expect(out).toContain("cell one [1] shows something else:");
    expect(out).toMatch(/- 7\n +\+ 1\n/);
    expect(out).toContain("also different: two [2]");
  });

  test("--write writes nothing after a failure", async () => {
    const line = commandLine({ chapters: { "01-x": bad } });
    const before = readFileSync(line.path("01-x"), "utf8");
    expect((await line.type("run", "01", "--write")).exitCode).toBe(1);
    expect(readFileSync(line.path("01-x"), "utf8")).toBe(before);
  });

  test("--write does not overwrite what someone saved meanwhile", async () => {
    const line = commandLine({
      chapters: { "01-x": good },
      startKernel: () => {
        writeFileSync(line.path("01-x"), "saved by an editor");
        return Promise.resolve({
          execute: () => Promise.resolve({ status: "ok" as const, outputs: [], milliseconds: 1 }),
          shutdown: () => Promise.resolve(),
        });
      },
    });
    const { exitCode, out } = await line.type("run", "01", "--write");
    expect(exitCode).toBe(1);
    expect(out).toContain("has changed while it ran; nothing was written");
    expect(readFileSync(line.path("01-x"), "utf8")).toBe("saved by an editor");
  });
});

test("Ctrl-C ends the kernels, runs no further notebook, and has exit code 130", async () => {
  const line = commandLine({ chapters: { "01-x": chapter("%% ts a\ninterrupt", "%% ts b\nprint 1"), "02-y": good } });
  const { exitCode, error } = await line.type("run", "--all", "--jobs", "1");
  expect(exitCode).toBe(130);
  expect(error).toContain("Interrupted");
  expect(line.kernels.map(({ ended }) => ended)).toEqual([true]);
});

test("every kernel is ended, also of a notebook that fails", async () => {
  const line = commandLine({ chapters: { "01-x": bad, "02-y": good } });
  await line.type("run", "--all");
  expect(line.kernels.map(({ ended }) => ended)).toEqual([true, true]);
});
