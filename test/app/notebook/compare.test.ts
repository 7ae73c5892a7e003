/** Comparing outputs: what is normalised, what is not, and how a difference is told. */
import { homedir, tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../app/course/notebook";
import { compareOutputs, describeDifference } from "../../../app/notebook/compare";
import type { ComparisonMode } from "../../../app/notebook/compare";
import { normaliseText, pathCleaner } from "../../../app/notebook/normalise";

const root = "/srv/course";
const cleanPaths = pathCleaner(root);
const compare = (committed: Json[], fresh: Json[], mode: ComparisonMode = "exact") =>
  compareOutputs(committed, fresh, { mode, cleanPaths });

const stdout = (text: string): Json => ({ output_type: "stream", name: "stdout", text });
const stderr = (text: string): Json => ({ output_type: "stream", name: "stderr", text });
const value = (text: string): Json => ({
  output_type: "execute_result",
  execution_count: 1,
  metadata: {},
  data: { "text/plain": text },
});
const drawing = (data: Record<string, Json>): Json => ({ output_type: "display_data", metadata: {}, data });
const failure = (evalue: string, frames: string[] = []): Json => ({
  output_type: "error",
  ename: "Error",
  evalue,
  traceback: [`\u001B[31mError\u001B[39m: ${evalue}`, ...frames],
});

describe("normalised away", () => {
  test("the course's folder, whole names only", () => {
    expect(normaliseText(`at ${root}/lib/a.ts and file://${root}/b`, cleanPaths)).toBe(
      "at <course>/lib/a.ts and <course>/b",
    );
    expect(normaliseText(`${root}ly and ${root}-2/x`, cleanPaths)).toBe(`${root}ly and ${root}-2/x`);
    expect(normaliseText(`in ${root}. Then`, cleanPaths)).toBe("in <course>. Then");
  });

  test("the home folder and the folder for temporary files", () => {
    expect(normaliseText(`${homedir()}/x ${tmpdir()}/y`, cleanPaths)).toBe("<home>/x <tmp>/y");
  });

  test("frames of a stack trace, colours, and spaces at the ends of lines", () => {
    const one = failure("no", ["    at Object.<anonymous> (/a/b.js:1:2)", "    at node:vm:137:12"]);
    const other = failure("no", ["    at evalmachine.<anonymous>:3:7"]);
    expect(compare([one], [other])).toBeUndefined();
    expect(compare([stdout("a  \nb\n")], [stdout("\u001B[31ma\u001B[39m\nb")])).toBeUndefined();
  });

  test("how long something took, where it says so", () => {
    expect(
      compare([stdout("checked 412 states, took 1.2 s")], [stdout("checked 412 states, took 900 ms")]),
    ).toBeUndefined();
  });

  test("stream pieces: one line or two messages are the same", () => {
    expect(compare([stdout("a\nb\n")], [stdout("a\n"), stdout("b\n")])).toBeUndefined();
  });

  test("the order of keys in JSON", () => {
    const mime = "application/vnd.vegalite.v5+json";
    expect(compare([drawing({ [mime]: { a: 1, b: 2 } })], [drawing({ [mime]: { b: 2, a: 1 } })])).toBeUndefined();
  });
});

describe("never normalised", () => {
  test.each([
    ["virtual time", stdout("elected after 287 ms"), stdout("elected after 288 ms")],
    ["the last digit of a number", value("0.30000000000000004"), value("0.3")],
    ["an error's message", failure("loss is 1.5"), failure("loss is 2.5")],
    ["a stream's name", stdout("x"), stderr("x")],
    ["a drawing's bytes", drawing({ "image/svg+xml": "<svg a/>" }), drawing({ "image/svg+xml": "<svg b/>" })],
    ["a number inside a chart", drawing({ "application/json": { a: 1 } }), drawing({ "application/json": { a: 2 } })],
    ["the kind of a text", drawing({ "text/plain": "x" }), drawing({ "text/html": "x" })],
    ["a line that only looks like a frame's word", stdout("at noon"), stdout("at midnight")],
  ])("%s", (_, one, other) => {
    expect(compare([one], [other])).toBeDefined();
  });

  test("an output that is missing, and one too many", () => {
    expect(compare([stdout("a"), value("1")], [stdout("a")])).toMatchObject({ committed: "1", fresh: "" });
    expect(compare([], [value("1")])).toMatchObject({ committed: "", fresh: "1" });
  });
});

describe("shown on stock tslab", () => {
  const svg = drawing({ "image/svg+xml": "<svg/>", "text/plain": "a drawing" });

  test("a value that comes as a stream is the same value", () => {
    expect(compare([stdout("a\n"), value("42")], [stdout("a\n42\n")], "shown")).toBeUndefined();
    expect(compare([value("42")], [stdout("42\n")], "exact")).toBeDefined();
  });

  test("text and drawings may change places, but neither may change or vanish", () => {
    expect(compare([stdout("a"), svg], [svg, stdout("a")], "shown")).toBeUndefined();
    expect(compare([stdout("a"), svg], [stdout("a")], "shown")).toBeDefined();
    expect(compare([stdout("a"), svg], [stdout("b"), svg], "shown")).toBeDefined();
    expect(
      compare([svg], [drawing({ "image/svg+xml": "<svg x/>", "text/plain": "a drawing" })], "shown"),
    ).toBeDefined();
  });

  test("of an error only that there is one", () => {
    expect(compare([failure("no")], [stderr("Error: no\n"), failure("see above")], "shown")).toBeUndefined();
    expect(compare([failure("no")], [stdout("fine")], "shown")).toBeDefined();
    expect(compare([stdout("fine")], [stdout("fine"), failure("no")], "shown")).toBeDefined();
  });

  test("what is written to stderr without an error counts", () => {
    expect(compare([stderr("careful")], [], "shown")).toBeDefined();
  });
});

describe("a difference is told", () => {
  test("with its place, the lines before it, and both sides", () => {
    const before = ["one", "two", "three", "four", "five"].join("\n");
    const after = ["one", "two", "three", "FOUR", "five"].join("\n");
    expect(describeDifference(compare([stdout(before)], [stdout(after)])!)).toBe(
      ["output 1, stdout, line 4 (- committed, + this run)", "    two", "    three", "  - four", "  + FOUR"].join("\n"),
    );
  });

  test("at the place that matters in a long line", () => {
    const line = `${"x".repeat(500)}17${"y".repeat(500)}`;
    const told = describeDifference(compare([value(line)], [value(line.replace("17", "18"))])!, 80);
    expect(told.split("\n").every((one) => one.length <= 82)).toBe(true);
    expect(told).toMatch(/- …x+17y+…\n {2}\+ …x+18y+…$/);
  });

  test("with long sides cut", () => {
    const told = describeDifference(compare([], [stdout(Array.from({ length: 20 }, (_, i) => `l${i}`).join("\n"))])!);
    expect(told.split("\n")).toHaveLength(8);
    expect(told).toContain("+ … 14 more lines");
  });

  test("in words before SVG where both differ", () => {
    const one = drawing({ "image/svg+xml": "<svg a/>", "text/plain": "a" });
    const other = drawing({ "image/svg+xml": "<svg b/>", "text/plain": "b" });
    expect(compare([one], [other])!.what).toBe("output 1, text/plain");
  });
});
