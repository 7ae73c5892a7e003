/** Every committed chapter has its parts; and each rule that says so has caught a chapter without one. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../app/course/notebook";
import { fromText } from "../../app/notebook/text-form";
import { text as textOf } from "../../app/notebook/canonical";
import { stagedFiles } from "../tidy/source";
import { chapterIds, chapterOf, missingParts, proseOverCode, readChapter, rules, solvedIn } from "./parts";
import type { PartRule } from "./parts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const files = stagedFiles(root, "notebooks").filter(({ path }) => path.endsWith(".ipynb"));
const chapters = files.map(({ path, text }) => ({ name: basename(path, ".ipynb"), chapter: readChapter(text) }));
const exists = (path: string): boolean => existsSync(join(root, "notebooks", path));

const question = (index: number): string => `<details><summary>Question ${index}?</summary>\n\nYes.\n</details>\n`;
const prediction = (name: string): string =>
  `%% ts predict-${name}\npredict({ id: "05-two-generals/${name}", question: "?", choices: ["a", "b"] });\n`;
const drawing = (name: string, call: string): string => `%% ts ${name}\nshow(${call});\n`;
const exercise = (name: string): string => `{ "id": "05-two-generals/${name}", "title": "One", "points": 4 }`;
const task = (name: string): string =>
  `%% ts check-${name} {"distlab": {"exercise": "05-two-generals/${name}"}}\nawait check("05-two-generals/${name}");\n`;

const good = `---
id: 05-two-generals
title: Two generals
question: Can two parties ever be sure?
minutes: 45
prerequisites: ["01-why-distribute", "02-eight-fallacies"]
exercises: [${["one", "two", "three"].map(exercise).join(", ")}]
---
%% md title
# Two generals

After this chapter you can say which doubts remain.

45 minutes · needs chapters 01 and 02

%% md body
## One row

As chapter 02 said, and chapters 13 to 15 will; see [the notes](../README.md) and [the row](#one-row).
${"Prose goes on for a while. ".repeat(40)}

${drawing("one", "player(run)")}
${drawing("two", "spaceTime(run)")}
${drawing("three", "chart.lines(rows, {})")}
${["first", "second", "third", "fourth"].map(prediction).join("\n")}
${["one", "two", "three"].map(task).join("\n")}
%% md interview
## Questions to test yourself

${[1, 2, 3, 4, 5, 6].map(question).join("\n")}
%% md further
## Further reading

- Somebody, *A book*, 1978, chapters 21 and 22.
- Somebody else, *A paper*, 1990.
`;

const missing = (content: string, rule: PartRule): string[] => rule(chapterOf(fromText(content)), exists);

type Twin = readonly [from: string, to: string];
const twins: Readonly<Record<keyof typeof rules, readonly Twin[]>> = {
  "says what one will be able to do": [["you can say which doubts remain", "there are fewer doubts"]],
  "says how long it takes and what it needs": [
    ["45 minutes · needs chapters 01 and 02", "It takes a while."],
    ["45 minutes ·", "40 minutes ·"],
    ["needs chapters 01 and 02", "needs chapter 01"],
    ["needs chapters 01 and 02", "needs nothing"],
  ],
  "builds on known chapters": [['"02-eight-fallacies"]', '"02-nine-fallacies"]']],
  "draws three charts or diagrams": [["spaceTime(run)", "table(run)"]],
  "asks for four predictions": [
    [prediction("fourth"), ""],
    ["05-two-generals/fourth", "05-two-generals/first"],
    ["05-two-generals/fourth", "06-failure-detection/fourth"],
    ['predict({ id: "05-two-generals/fourth",', "predict({ id: named,"],
  ],
  "sets three exercises, if any": [
    [`, ${exercise("three")}`, ""],
    [task("three"), ""],
    [`exercises: [${["one", "two", "three"].map(exercise).join(", ")}]`, "exercises: []"],
  ],
  "has six interview questions": [
    [question(6), ""],
    ["Question 6?", ""],
  ],
  "names further reading": [
    ["## Further reading\n\n- Somebody, *A book*, 1978, chapters 21 and 22.", "## Thanks"],
    ["- Somebody else, *A paper*, 1990.", ""],
  ],
  "refers to chapters that there are": [
    ["As chapter 02 said", "As chapter 22 said"],
    ["chapters 13 to 15", "chapters 13 to 21"],
    ["As chapter 02 said", "As Chapter 00 said"],
  ],
  "links to what there is": [
    ["../README.md", "../NO-SUCH-FILE.md"],
    ["#one-row", "#two-rows"],
    ["[the notes](../README.md)", '<img src="no-such-picture.png">'],
  ],
  "has as much prose as code": [[drawing("one", "player(run)"), drawing("one", `player(${"run, ".repeat(300)})`)]],
};

describe("the rules", () => {
  test("a chapter with all its parts misses nothing", () => {
    expect(missing(good, missingParts)).toEqual([]);
  });

  for (const [claim, pairs] of Object.entries(twins)) {
    test.each(pairs.map(([from, to], index) => ({ from, to, index })))(
      `a chapter that breaks "${claim}" is caught (twin $index)`,
      ({ from, to }) => {
        const broken = good.replace(from, () => to);
        expect(broken).not.toBe(good);
        const found = missing(broken, rules[claim as keyof typeof rules]);
        expect(found.length).toBeGreaterThan(0);
        expect(missing(broken, missingParts)).toEqual(found);
      },
    );
  }
});

test("a cell that shows an exercise with points is found, one without is not", () => {
  const cells = fromText(good).cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    const score = textOf(cell.source).includes("/two") ? 3 : 0;
    const data = { "application/vnd.distlab.check+json": { id: "05-two-generals/two", score, maxScore: 4 } };
    return { ...cell, outputs: [{ output_type: "display_data", data, metadata: {} }] };
  });
  expect(solvedIn({ cells })).toEqual(["05-two-generals/two shows 3 points"]);
});

describe("the committed chapters", () => {
  test.each(files.map((file) => [basename(file.path, ".ipynb"), file.text] as const))(
    "%s leaves its exercises to the reader",
    (_, content) => {
      expect(solvedIn(parseNotebook(content))).toEqual([]);
    },
  );

  const without = chapters.filter(({ chapter }) => chapter.exercises.length === 0).map(({ name }) => name.slice(0, 2));

  test(`there are ${chapters.length} of ${chapterIds.length} chapters; without exercises: ${without.join(", ") || "none"}`, () => {
    expect(chapters.length).toBeGreaterThan(10);
    expect(chapters.map(({ name }) => name)).toEqual(chapters.map(({ chapter }) => chapter.id));
  });

  for (const { name, chapter } of chapters) {
    test(`${name} has its parts (${proseOverCode(chapter).toFixed(2)} characters of prose for one of code)`, () => {
      expect(missingParts(chapter, exists)).toEqual([]);
    });
  }
});
