/** Traces as text. */
import { describe, expect, test } from "vitest";
import type { Data } from "../../lib/protocol";
import { dataText, eventText, messageText, traceText } from "../../lib/trace/text";
import type { Trace, TraceEvent } from "../../lib/trace/trace";

const vote: Data = { kind: "RequestVote", term: 1, from: { name: "A", at: [1, 2] } };

const events: readonly (readonly [TraceEvent, string])[] = [
  [{ kind: "start", at: 0, node: "A", saved: null }, "  0.00  A starts"],
  [
    { kind: "send", at: 0, id: 1, node: "A", to: "B", message: vote },
    "  0.00  A → B  RequestVote term=1 from={name: A, at: [1, 2]}",
  ],
  [
    { kind: "duplicate", at: 0, id: 1, from: "A", to: "B" },
    "  0.00  A → B  RequestVote term=1 from={name: A, at: [1, 2]} is duplicated on the way",
  ],
  [{ kind: "corrupt", at: 0, id: 9, from: "A", to: "B" }, "  0.00  A → B  message 9 is corrupted on the way"],
  [
    { kind: "deliver", at: 12.406, id: 1, node: "B", from: "A", message: vote },
    " 12.41  B ← A  RequestVote term=1 from={name: A, at: [1, 2]}",
  ],
  [
    { kind: "lose", at: 14, id: 1, from: "A", to: "B", message: "hi there", why: "loss" },
    ' 14.00  A ✕ B  "hi there" (lost)',
  ],
  [{ kind: "lose", at: 14, id: 1, from: "A", to: "B", message: 5, why: "drop" }, " 14.00  A ✕ B  5 (dropped)"],
  [{ kind: "lose", at: 14, id: 1, from: "A", to: "B", message: 5, why: "cut" }, " 14.00  A ✕ B  5 (link cut)"],
  [{ kind: "lose", at: 14, id: 1, from: "A", to: "B", message: 5, why: "down" }, " 14.00  A ✕ B  5 (receiver down)"],
  [
    { kind: "timer", at: 15, node: "B", timer: "election", choices: [0, 2], clockMs: 17.125, effectsKept: 1 },
    " 15.00  B timer election  (chose 0, 2; its clock 17.13; only 1 of its effects)",
  ],
  [{ kind: "save", at: 15, node: "B", saved: { term: 1 } }, " 15.00  B saves {term: 1}"],
  [{ kind: "save", at: 15, node: "B", saved: null, fate: "lost" }, " 15.00  B's save is lost: its disk holds null"],
  [{ kind: "crash", at: 16, node: "B" }, " 16.00  B crashes"],
  [{ kind: "start", at: 17, node: "B", saved: { term: 1 } }, " 17.00  B starts again, with {term: 1} saved"],
  [{ kind: "pause", at: 18, node: "B" }, " 18.00  B pauses"],
  [{ kind: "resume", at: 19, node: "B" }, " 19.00  B resumes"],
  [{ kind: "condition", at: 19, node: "B", what: "saves again" }, " 19.00  B saves again"],
  [{ kind: "cut", at: 20, id: 0, links: [["A", "B"]], groups: [["A"], ["B", "C"]] }, " 20.00  cut: A | B C"],
  [
    {
      kind: "heal",
      at: 21,
      id: 1,
      links: [
        ["A", "B"],
        ["B", "A"],
      ],
    },
    " 21.00  healed: A→B B→A",
  ],
  [
    { kind: "invoke", at: 22, node: "bob", op: 3, operation: { kind: "read" } },
    " 22.00  bob asks {kind: read} (operation 3)",
  ],
  [{ kind: "complete", at: 23, node: "bob", op: 3, result: null }, " 23.00  bob hears null (operation 3)"],
  [{ kind: "fail", at: 1234.5, node: "B", what: "it threw" }, "1234.50  FAILED it threw"],
  [{ kind: "violation", at: 1234.5, what: "two leaders" }, "1234.50  VIOLATED two leaders"],
];

const trace: Trace = { nodes: ["A", "B", "bob"], time: "ms", origin: "seed 1", events: events.map(([event]) => event) };

describe("a trace as text", () => {
  const lines = traceText(trace).trimEnd().split("\n");
  for (const [index, [event, line]] of events.entries()) {
    test(line, () => expect(lines[index]).toBe(event.at > 1000 ? line : ` ${line}`));
  }

  test("has a line for every kind of event", () => {
    const kinds = new Set(events.map(([{ kind }]) => kind));
    expect(kinds.size).toBe(18);
    expect(lines).toHaveLength(events.length);
  });

  test("counts the checker's steps as they are", () => {
    expect(traceText({ ...trace, time: "steps", events: [{ kind: "crash", at: 12, node: "B" }] })).toBe(
      "    12  B crashes\n",
    );
  });

  test("can leave out what was sent, and saves", () => {
    const text = traceText(trace, { arrivalsOnly: true, withoutSaves: true });
    expect(text).not.toMatch(/→ B {2}RequestVote term=1 from=.*\]\}$|saves \{|save is/m);
    expect(text.split("\n")).toHaveLength(events.length - 3 + 1);
  });

  test("of nothing is nothing", () => expect(traceText({ ...trace, events: [] })).toBe(""));
});

describe("data as text", () => {
  const texts: readonly (readonly [Data, string])[] = [
    ["plain", "plain"],
    ["two words", '"two words"'],
    ["", '""'],
    ["größer-als_1.5", "größer-als_1.5"],
    [1 / 3, "0.333333"],
    [1e21, "1e+21"],
    [123_456_789, "123456789"],
    [[], "[]"],
    [{}, "{}"],
    [{ "odd name": [true, null] }, "{odd name: [true, null]}"],
  ];
  for (const [data, text] of texts) test(text, () => expect(dataText(data)).toBe(text));

  test("a message without a kind is its data, one with fields only its kind and them", () => {
    expect(messageText([1, 2])).toBe("[1, 2]");
    expect(messageText({ kind: "Ping" })).toBe("Ping");
    expect(eventText({ kind: "crash", at: 0, node: "A" })).toBe("A crashes");
  });
});
