/** The text form of notebooks: what it keeps, what it refuses, and which outputs outlive an edit. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNotebook, parseNotebook } from "../../../app/course/notebook";
import type { Json, Notebook } from "../../../app/course/notebook";
import { canonicalNotebook } from "../../../app/notebook/canonical";
import { fromText, TextFormError, toText } from "../../../app/notebook/text-form";

const chapter = `---
id: 05-two-generals
title: Two generals
question: "Can two parties, ever, be sure?"
minutes: 45
prerequisites: ["02-eight-fallacies"]
exercises: [
  { "id": "05-two-generals/idempotent-receiver", "title": "Pay once", "points": 4 }
]
---

%% md the-promise
# Two generals

A line that begins with percent signs:
\\%% is kept.

%% ts first-run
const x = 1;
x

%% ts
const nextRun = simulate({ seed: 3 });

%% ts fails raises-exception real-time {"distlab":{"exercise":"05-two-generals/idempotent-receiver"}}
throw new Error("no");
`;

function withOutputs(notebook: Notebook): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    count += 1;
    const output = { output_type: "stream", name: "stdout", text: `output of ${String(cell["id"])}\n` };
    return { ...cell, execution_count: count, outputs: [output] };
  });
  return { ...notebook, cells };
}

const outputsOf = (notebook: Notebook) => notebook.cells.filter((c) => c.cell_type === "code").map((c) => c["outputs"]);

describe("reading", () => {
  test("the header becomes metadata.distlab, with JSON where it is JSON and text elsewhere", () => {
    expect(fromText(chapter).metadata["distlab"]).toEqual({
      id: "05-two-generals",
      title: "Two generals",
      question: "Can two parties, ever, be sure?",
      minutes: 45,
      prerequisites: ["02-eight-fallacies"],
      exercises: [{ id: "05-two-generals/idempotent-receiver", title: "Pay once", points: 4 }],
    });
  });

  test("cells have their kind, id, tags, metadata and source without blank lines at its ends", () => {
    const cells = fromText(chapter).cells;
    expect(cells.map((cell) => [cell.cell_type, cell["id"]])).toEqual([
      ["markdown", "the-promise"],
      ["code", "first-run"],
      ["code", "next-run-simulate-seed-3"],
      ["code", "fails"],
    ]);
    expect(cells[0]!.source).toBe("# Two generals\n\nA line that begins with percent signs:\n%% is kept.");
    expect(cells[3]!.metadata).toEqual({
      tags: ["raises-exception", "real-time"],
      distlab: { exercise: "05-two-generals/idempotent-receiver" },
    });
  });

  test.each([
    ["no header", "%% md a\nhello", 1, "expected ---"],
    ["a header without end", "---\nid: x\n", 1, "no end"],
    ["a header line without a key", "---\nhello\n---\n", 2, 'expected "key: value"'],
    ["broken JSON in the header", "---\nid: x\nexercises: [1,\n2\n---\n", 3, "not JSON"],
    ["a key twice", "---\nid: x\nid: y\n---\n", 3, "second time"],
    ["text over several lines", "---\ntitle: x\n  y\n---\n", 3, "only JSON"],
    ["text before the first cell", "---\n---\nhello\n", 3, "before the first cell"],
    ["an unknown kind", "---\n---\n%% js a\n", 3, "not js"],
    ["an id in capitals", "---\n---\n%% md First\n", 3, "lower-case"],
    ["an id twice", "---\n---\n%% md a\n\n%% ts a\n", 5, "line 3"],
    ["broken cell metadata", "---\n---\n%% ts a {oops}\n", 3, "not JSON"],
  ])("%s is refused, with its line", (_, source, line, message) => {
    const read = () => fromText(source);
    expect(read).toThrow(TextFormError);
    expect(read).toThrow(`line ${line}: `);
    expect(read).toThrow(message);
  });

  test("Windows line ends and a byte order mark change nothing", () => {
    expect(fromText(`\uFEFF${chapter.replaceAll("\n", "\r\n")}`)).toEqual(fromText(chapter));
  });
});

describe("outputs", () => {
  const executed = withOutputs(fromText(chapter));

  test("an edit of prose keeps all of them", () => {
    const edited = fromText(chapter.replace("A line that", "One line that"), executed);
    expect(outputsOf(edited)).toEqual(outputsOf(canonicalNotebook(executed)));
  });

  test("an edit of code drops its own and all later ones", () => {
    const edited = fromText(
      chapter.replace("seed: 3", "seed: 4").replace("%% ts\n", "%% ts next-run-simulate-seed-3\n"),
      executed,
    );
    expect(outputsOf(edited).map((outputs) => (outputs as Json[]).length)).toEqual([1, 0, 0]);
  });

  test("can be shown to a reviewer, and are not read back", () => {
    const shown = toText(executed, { outputs: true });
    expect(shown).toContain("x\n\n%% out\noutput of first-run\n");
    expect(fromText(shown)).toEqual(fromText(chapter));
  });
});

const word = fc.stringMatching(/^[a-z]{2,9}$/);
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
const line = fc.oneof(fc.string(), fc.constantFrom("%% md x", "\\%% y", "---", "", "  ", "a: b", "\u2028%%", "\r"));
const metadata = fc.dictionary(word, json).map((object) => ({ ...object }));
const tagged = fc
  .tuple(metadata, fc.option(fc.array(fc.oneof(word, fc.string()), { maxLength: 3 })))
  .map(([rest, tags]) => (tags === null ? rest : { ...rest, tags }));
const cell = fc.record({
  cell_type: fc.constantFrom("code", "markdown", "raw"),
  metadata: tagged,
  source: fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n")),
});
const notebook = fc
  .record({
    cells: fc.array(cell, { maxLength: 6 }),
    distlab: fc.dictionary(word, fc.oneof(json, fc.string()), { minKeys: 1 }).map((object) => ({ ...object })),
    rest: metadata,
  })
  .map(({ cells, distlab, rest }): Notebook => ({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { ...rest, distlab },
    cells: cells.map((one) =>
      one.cell_type === "code" ? { ...one, outputs: [], execution_count: null } : one,
    ) as Notebook["cells"],
  }));

test("a canonical notebook without outputs comes back from its text form byte for byte", () => {
  fc.assert(
    fc.property(notebook, (any) => {
      const canonical = canonicalNotebook(any);
      expect(formatNotebook(fromText(toText(canonical)))).toBe(formatNotebook(canonical));
    }),
    { numRuns: 500, seed: 4 },
  );
});

test("canonical is canonical again, and survives the disk", () => {
  fc.assert(
    fc.property(notebook, (any) => {
      const once = formatNotebook(canonicalNotebook(any));
      expect(formatNotebook(canonicalNotebook(parseNotebook(once)))).toBe(once);
    }),
    { numRuns: 300, seed: 5 },
  );
});
