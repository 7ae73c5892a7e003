/** Timelines of histories. */
import { describe, expect, test } from "vitest";
import { timeline } from "../../lib/draw/timeline";
import { effectTimes } from "../../lib/draw/timeline/rows";
import type { Operation } from "../../lib/protocol";
import { allOf, readMarkup } from "./markup";
import { numbers } from "./scenes";

const history: readonly Operation[] = [
  { client: "alice", operation: { kind: "write", value: 1 }, result: "ok", invoked: 0, returned: 30 },
  { client: "bob", operation: { kind: "read" }, result: 1, invoked: 12, returned: 25 },
  { client: "bob", operation: { kind: "read" }, result: null, invoked: 34, returned: 52 },
  { client: "carol", operation: { kind: "write", value: 2 }, invoked: 20 },
  { client: "carol", operation: { kind: "read" }, result: 2, invoked: 60, returned: 88 },
];
const wrong = { wrong: [0, 1, 2], origins: [0], why: "bob read 1 and later nothing: a value cannot be unread" };

describe("a timeline", () => {
  test("is as it was reviewed, in a terminal", async () => {
    await expect(`${String(timeline(history, wrong))}\n`).toMatchFileSnapshot("snapshots/timeline.txt");
  });

  test("is as it was reviewed, as a picture", async () => {
    await expect(`${timeline(history, wrong).toSvg().replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(
      "snapshots/timeline.svg",
    );
  });

  test("marks what is wrong in red, fades the rest, and leaves alone what only shows where a value came from", () => {
    const elements = allOf(readMarkup(timeline(history, wrong).toSvg()));
    const bars = elements.filter(({ tag, children }) => tag === "g" && children[0]?.tag === "title");
    const tones = bars.map(
      ({ attributes, children }) => `${children[1]!.attributes["class"]} ${attributes["opacity"]}`,
    );
    expect(tones).toEqual(["f-n1 1", "f-bad 1", "f-bad 1", "f-n3 0.45", "f-n3 0.45"]);
    expect(elements.some(({ text, attributes }) => text === wrong.why && attributes["class"] === "f-bad w")).toBe(true);
  });

  test("gives an open operation a row of its own when its client goes on", () => {
    const rows = String(timeline(history)).split("\n").slice(2, 6);
    expect(rows.map((row) => row.slice(0, 5).trim())).toEqual(["alice", "bob", "carol", ""]);
  });

  test("takes a run with a history as well", () => {
    expect(String(timeline({ history }))).toBe(String(timeline(history)));
  });

  test("shows what is about the wrong operations when there are many, and says so", () => {
    const many = Array.from({ length: 300 }, (_, index): Operation => ({
      client: `c${index % 3}`,
      operation: { kind: "read" },
      result: 1,
      invoked: index * 10,
      returned: index * 10 + 8,
    }));
    const text = String(timeline(many, { wrong: [150, 152], why: "no" }));
    expect(text).toContain("(1500 – 1508 ms)  ◀ wrong");
    expect(text).toContain("3 of 300 operations, those about the wrong ones");
    expect(text).not.toContain("(0 – 8 ms)");
  });

  test.each([
    [[], {}, "history is an empty list"],
    [history, { wrong: [9] }, "wrong has 9; allowed are indices from 0 to 4"],
    [history, { width: 3 }, "width is 3; allowed is 320 to 2000"],
  ])("refuses what it cannot draw", (operations, options, message) => {
    expect(() => timeline(operations, options)).toThrow(message);
  });

  test("is the same bytes each time", () => {
    expect(timeline(history, wrong).toSvg()).toBe(timeline(history, wrong).toSvg());
  });
});

describe("moments of effect", () => {
  /** A history in which each operation takes effect at a time of its own, and that order. */
  function random(seed: number): { readonly operations: readonly Operation[]; readonly order: readonly number[] } {
    const next = numbers(seed);
    const effects = Array.from({ length: 30 }, () => next() * 1000);
    const operations = effects.map((at, index): Operation => ({
      client: `c${index}`,
      operation: index,
      result: 0,
      invoked: at - next() * 80,
      returned: at + next() * 80,
    }));
    return {
      operations,
      order: effects.map((_, index) => index).toSorted((one, other) => effects[one]! - effects[other]!),
    };
  }

  test("are within each operation and in the order, for 200 random histories", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { operations, order } = random(seed);
      const times = effectTimes(operations, order, 9);
      let before = -Infinity;
      for (const index of order) {
        const at = times.get(index)!;
        expect(at).toBeGreaterThanOrEqual(before);
        expect(at).toBeGreaterThanOrEqual(operations[index]!.invoked);
        expect(at).toBeLessThanOrEqual(operations[index]!.returned!);
        before = at;
      }
    }
  });
});
