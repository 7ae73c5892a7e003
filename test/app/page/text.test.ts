/** Terminal text, errors, exercises, outlines and predictions: the small readers of text. */
import { describe, expect, test } from "vitest";
import { parseAnsi, settle, stripAnsi } from "../../../app/page/model/ansi";
import { marksOf, type ErrorValue } from "../../../app/page/model/errors";
import { exerciseOf } from "../../../app/page/model/exercise";
import type { Cell } from "../../../app/page/model/notebook";
import { outline, slug } from "../../../app/page/model/outline";
import { readPrediction } from "../../../app/page/model/prediction";

const escape = "\u001B[";

describe("terminal text", () => {
  test("becomes spans with the names of colours", () => {
    expect(parseAnsi(`a${escape}31mred${escape}1mbold${escape}0mplain`)).toEqual([
      { text: "a", classes: [] },
      { text: "red", classes: ["ansi-red"] },
      { text: "bold", classes: ["ansi-bold", "ansi-red"] },
      { text: "plain", classes: [] },
    ]);
  });

  test("knows bright colours, backgrounds, 256 colours and true colours", () => {
    expect(parseAnsi(`${escape}92mx`)[0]!.classes).toEqual(["ansi-bright-green"]);
    expect(parseAnsi(`${escape}44mx`)[0]!.classes).toEqual(["ansi-on-blue"]);
    expect(parseAnsi(`${escape}38;5;196mx`)[0]!.color).toBe("rgb(255, 0, 0)");
    expect(parseAnsi(`${escape}38;5;9mx`)[0]!.classes).toEqual(["ansi-bright-red"]);
    expect(parseAnsi(`${escape}48;2;1;2;3mx`)[0]!.background).toBe("rgb(1, 2, 3)");
    expect(parseAnsi(`${escape}7mx`)[0]!.classes).toEqual(["ansi-inverse"]);
  });

  test("drops what moves the cursor, and links", () => {
    expect(stripAnsi(`a${escape}2Kb${escape}?25lc\u001B]8;;http://x\u0007d`)).toBe("abcd");
    expect(parseAnsi(`${escape}2Jx`)).toEqual([{ text: "x", classes: [] }]);
  });

  test("lets carriage returns and backspaces rewrite the line", () => {
    expect(settle("10 %\r20 %\r100 %\ndone")).toBe("100 %\ndone");
    expect(settle("long\rab")).toBe("abng");
    expect(settle("ab\b\bcd\r\n")).toBe("cd\n");
  });

  test("that was made to harm ends", () => {
    expect(
      parseAnsi(`${escape}38;5mx${escape}999;;;mx${escape}`)
        .map(({ text }) => text)
        .join(""),
    ).toContain("x");
  });
});

describe("an error's lines", () => {
  const error = (message: string, traceback: string[] = []): ErrorValue => ({
    kind: "error",
    name: "RangeError",
    message,
    traceback,
  });

  test("come from the compiler's messages, all of them", () => {
    expect(marksOf(error("3:15 - Property 'x' does not exist.\n7:1 - Cannot find name 'y'."), 4)).toEqual([
      { line: 3, column: 15, message: "Property 'x' does not exist." },
      { line: 7, column: 1, message: "Cannot find name 'y'." },
    ]);
  });

  test("come from the innermost frame in this cell, not from those in others", () => {
    const trace = [
      "RangeError: far",
      "    at helper (cell [2]:9:9)",
      "    at lead (cell [5]:2:23)",
      "    at cell [5]:6:1",
    ];
    expect(marksOf(error("far", trace), 5)).toEqual([{ line: 2, column: 23, message: "RangeError: far" }]);
  });

  test("are found in an unchanged tslab's trace, with colours around them", () => {
    expect(marksOf(error("x", [`${escape}31mat evalmachine.<anonymous>:4:7${escape}39m`]), 1)).toMatchObject([
      { line: 4, column: 7 },
    ]);
  });

  test("are none where the error does not say", () => {
    expect(marksOf(error("x", ["at node:fs:1:2"]), 1)).toEqual([]);
  });
});

describe("a cell's exercise", () => {
  const cell = (source: string, metadata = {}): Cell => ({
    id: "x",
    kind: "code",
    source,
    metadata,
    outputs: [],
    executionCount: null,
  });

  test("is the one that it checks", () => {
    expect(exerciseOf(cell('await check("07-clocks/lamport");'))).toBe("07-clocks/lamport");
    expect(exerciseOf(cell("await check(\n  '07-clocks/lamport'\n)"))).toBe("07-clocks/lamport");
  });

  test("is the one that its metadata names", () => {
    expect(exerciseOf(cell("1", { distlab: { exercise: "07-clocks/lamport" } }))).toBe("07-clocks/lamport");
  });

  test("is none when it checks what the cell itself holds, or only speaks of it", () => {
    expect(exerciseOf(cell('check("07-clocks/lamport", mine)'))).toBeNull();
    expect(exerciseOf(cell('// check("07-clocks/lamport")'))).toBeNull();
    expect(exerciseOf(cell('recheck("07-clocks/lamport")'))).toBeNull();
    expect(exerciseOf(cell('check("nothing")'))).toBeNull();
    expect(exerciseOf({ ...cell('check("07-clocks/lamport")'), kind: "markdown" })).toBeNull();
  });
});

describe("the outline", () => {
  const text = (id: string, source: string): Cell => ({
    id,
    kind: "markdown",
    source,
    metadata: {},
    outputs: [],
    executionCount: null,
  });

  test("lists headings by their words, not those inside code", () => {
    const cells = [
      text("a", "# Raft\n\n## *Asking* for `votes` [1](x)\n\n```\n## no\n```\n"),
      text("b", "### Three ###"),
    ];
    expect(outline({ cells, metadata: {}, formatMinor: 5 })).toEqual([
      { level: 1, text: "Raft", slug: "raft", cellId: "a" },
      { level: 2, text: "Asking for votes 1", slug: "asking-for-votes-1", cellId: "a" },
      { level: 3, text: "Three", slug: "three", cellId: "b" },
    ]);
  });

  test("makes addresses of any script's letters", () => {
    expect(slug("How long does it take?")).toBe("how-long-does-it-take");
    expect(slug("Zeus & 合意 – 2 Wege")).toBe("zeus-合意-2-wege");
  });
});

describe("a prediction's question", () => {
  test("needs an id, a question and two choices", () => {
    expect(readPrediction({ id: "x/y", question: "q", choices: ["a", 2] })).toEqual({
      id: "x/y",
      question: "q",
      choices: ["a", "2"],
      mine: null,
    });
    for (const wrong of [
      null,
      3,
      {},
      { id: "x", question: "q", choices: ["a"] },
      { id: 3, question: "q", choices: ["a", "b"] },
    ]) {
      expect(readPrediction(wrong)).toBeNull();
    }
  });
});
