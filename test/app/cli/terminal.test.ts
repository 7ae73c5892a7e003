/** The terminal's helpers: widths, columns, times, the line that is written over. */
import { describe, expect, test } from "vitest";
import { bar, columns, counted, duration, StatusLine, truncate, Writer } from "../../../app/cli/terminal";
import { TextSink } from "./fakes";

test.each([
  [0, "0 ms"],
  [849.6, "850 ms"],
  [1000, "1.0 s"],
  [9940, "9.9 s"],
  [9960, "10 s"],
  [72_400, "72 s"],
  [303_000, "5 min 3 s"],
])("%d ms is told as %s", (milliseconds, told) => {
  expect(duration(milliseconds)).toBe(told);
});

test("columns are padded by what is seen, so colours do not push them", () => {
  const rows = [
    ["a", "\u001B[31mred\u001B[39m", "x"],
    ["bbb", "r", ""],
  ];
  expect(columns(rows)).toEqual(["a    \u001B[31mred\u001B[39m  x", "bbb  r"]);
});

test("a bar is always as wide", () => {
  expect([-1, 0, 0.5, 1, 2].map((share) => bar(share).length)).toEqual([22, 22, 22, 22, 22]);
  expect(bar(0.5)).toBe("[██████████░░░░░░░░░░]");
});

test("truncate keeps short texts as they are and cuts by letters", () => {
  expect(truncate("\u001B[1mabc\u001B[22m", 3)).toBe("\u001B[1mabc\u001B[22m");
  expect(truncate("häschen", 4)).toBe("häs…");
});

test("counted says one or many", () => {
  expect([counted(1, "cell"), counted(2, "cell"), counted(0, "cell")]).toEqual(["1 cell", "2 cells", "0 cells"]);
});

describe("the status line", () => {
  test("is written over and leaves nothing", () => {
    const sink = new TextSink(true, 80);
    const line = new StatusLine(new Writer(sink, {}));
    line.show("one");
    line.show("one");
    line.show("two");
    line.clear();
    line.clear();
    expect(sink.text).toBe("\r\u001B[2Kone\r\u001B[2Ktwo\r\u001B[2K");
  });

  test("never wraps, also where the terminal says that it has no columns", () => {
    for (const width of [0, 10, 80]) {
      const sink = new TextSink(true, width);
      new StatusLine(new Writer(sink, {})).show("x".repeat(300));
      expect(sink.text.length).toBeLessThanOrEqual((width === 0 ? 100 : Math.max(40, width)) + 5);
    }
  });

  test("does not exist where there is no terminal", () => {
    const sink = new TextSink(false, 80);
    const line = new StatusLine(new Writer(sink, {}));
    line.show("one");
    line.clear();
    expect(sink.text).toBe("");
  });
});
