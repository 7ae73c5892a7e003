/** Tables as text, Markdown and HTML. */
import { describe, expect, test } from "vitest";
import { table, titleOf } from "../../lib/draw/table";
import { allOf, readMarkup } from "./markup";

const rows = [
  { node: "A", medianMs: 12.3456, share: 0.5, note: "x|y" },
  { node: "B", medianMs: 12_345, share: null, note: "<b>" },
];

describe("a table", () => {
  test("aligns numbers at the right and names at the left", () => {
    expect(String(table(rows, { caption: "Two nodes" }))).toBe(
      [
        "Two nodes",
        "",
        "node  median (ms)  share  note",
        "────  ───────────  ─────  ────",
        "A           12.35    0.5  x|y",
        "B          12,345         <b>",
      ].join("\n"),
    );
  });

  test("is Markdown that keeps its columns, whatever a cell says", () => {
    const text = String(table(rows).toMimeBundle()["text/markdown"]);
    expect(text.split("\n")).toEqual([
      "| node | median (ms) | share | note |",
      "| --- | ---: | ---: | --- |",
      "| A | 12.35 | 0.5 | x\\|y |",
      "| B | 12,345 |  | &lt;b> |",
    ]);
  });

  test("is well-formed HTML with heads, whatever a cell says", () => {
    const elements = allOf(readMarkup(String(table(rows, { caption: "a & b" }).toMimeBundle()["text/html"])));
    expect(elements.filter(({ tag }) => tag === "th").map(({ attributes }) => attributes["scope"])).toEqual([
      "col",
      "col",
      "col",
      "col",
    ]);
    expect(elements.some(({ tag }) => tag === "b")).toBe(false);
  });

  test("shows the columns that are asked for, with titles, units and digits", () => {
    const columns = [{ name: "medianMs", title: "time", unit: "s", digits: 2 }, "node"];
    expect(String(table(rows, { columns })).split("\n")[0]).toBe("time (s)  node");
    expect(String(table(rows, { columns: [{ name: "share", format: (value) => `${String(value)}!` }] }))).toContain(
      "null!",
    );
  });

  test("refuses a column that no row has", () => {
    expect(() => table(rows, { columns: ["mode"] })).toThrow(
      'columns has "mode"; the rows have node, medianMs, share and note',
    );
  });

  test("of no rows has its heads", () => {
    expect(String(table([], { columns: ["node"] }))).toBe("node\n────");
  });

  test("reads units from names", () => {
    expect([titleOf("medianMs"), titleOf("bytesPerSecond"), titleOf("acksSent"), titleOf("times Bob paid")]).toEqual([
      "median (ms)",
      "bytes per second",
      "acks sent",
      "times Bob paid",
    ]);
  });
});
