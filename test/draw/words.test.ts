/** Numbers, data and widths in words. */
import { describe, expect, test } from "vitest";
import { columns, fitted, padEnd, textWidth, wrapped } from "../../lib/draw/measure";
import { brief, count, data, list, number, operation, phrase } from "../../lib/draw/words";

describe("numbers", () => {
  test.each([
    [0, "0"],
    [7, "7"],
    [1234, "1234"],
    [12_345, "12,345"],
    [-12_345.6, "−12,346"],
    [0.031_456, "0.03146"],
    [2.5e-7, "2.5e−7"],
    [1.5e21, "1.5e21"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NaN, "–"],
  ])("%d reads %s", (value, text) => {
    expect(number(value)).toBe(text);
  });

  test("are counted with their nouns", () => {
    expect([count(1, "message"), count(3, "message"), count(2, "batch")]).toEqual([
      "1 message",
      "3 messages",
      "2 batches",
    ]);
  });
});

describe("data", () => {
  test("reads without quotes and braces that nobody needs", () => {
    expect(data({ term: 2, from: "A", votes: ["A", "B"] })).toBe("{term: 2, from: A, votes: [A, B]}");
    expect(data(null)).toBe("–");
    expect(phrase({ kind: "RequestVote", term: 2 })).toBe("RequestVote term 2");
    expect(operation({ kind: "put", key: "x", value: 3 })).toBe("put x 3");
    expect(operation({ kind: "put", value: { a: 1 } })).toBe("put value {a: 1}");
  });

  test("of a message is one word beside its kind, or none", () => {
    const messages = [
      { kind: "Pay", amount: 30 },
      { kind: "Decision", outcome: "commit" },
      { kind: "Vote", yes: true },
      { kind: "Vote", yes: false },
      { kind: "AppendEntries", term: 2 },
      { kind: "RequestVote", term: 2, last: 1 },
      "attack",
    ];
    expect(messages.map((message) => brief(message))).toEqual([
      "Pay 30",
      "Decision commit",
      "Vote yes",
      "Vote, not yes",
      "AppendEntries",
      "RequestVote",
      '"attack"',
    ]);
  });

  test("is cut where it is long", () => {
    expect(data("a".repeat(100), 10)).toBe("aaaaaaaaa…");
  });

  test("lists end in and", () => {
    expect([list([]), list(["A"]), list(["A", "B"]), list(["A", "B", "C"])]).toEqual([
      "",
      "A",
      "A and B",
      "A, B and C",
    ]);
  });
});

describe("widths", () => {
  test("bold and wide letters take more room", () => {
    expect(textWidth("iii", 10)).toBeLessThan(textWidth("www", 10));
    expect(textWidth("abc", 10, true)).toBeGreaterThan(textWidth("abc", 10));
  });

  test("a text that is cut fits", () => {
    const text = fitted("RequestVoteReply of a long name", 80, 11.5);
    expect(text.endsWith("…")).toBe(true);
    expect(textWidth(text, 11.5)).toBeLessThanOrEqual(80);
  });

  test("a text in lines loses no word", () => {
    const text = "two generals · mean and 95 % interval · 2000 runs, seeds 1 to 400";
    const lines = wrapped(text, 150, 12);
    expect(lines.join(" ")).toBe(text);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(150);
  });

  test("a terminal's columns: wide letters take two, marks none", () => {
    expect(columns("分散")).toBe(4);
    expect(columns("é")).toBe(1);
    expect(padEnd("分", 4)).toBe("分  ");
  });
});
