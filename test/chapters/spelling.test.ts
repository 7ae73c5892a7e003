/** The course is spelt right, in British English: chapters, documents, and what the exercises say to a learner. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { formatNotebook } from "../../app/course/notebook";
import { fromText } from "../../app/notebook/text-form";
import { readFile, stagedFiles } from "../tidy/source";
import { britishSpeller, listedWords, misspelt, proseOf, withWords, wordsOf } from "./spelling";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const own = listedWords(readFileSync(join(root, "test/chapters/words.txt"), "utf8"));
const british = britishSpeller();
const speller = withWords(british, own);
const below = (folder: string, end: string) => stagedFiles(root, folder).filter(({ path }) => path.endsWith(end));

describe("the checker", () => {
  const markdown = (text: string): string[] => misspelt({ path: "docs/some.md", text }, speller);

  test("finds a misspelt word, with its line", () => {
    expect(markdown("A leader is\nelcted by its folowers.")).toEqual([
      "docs/some.md:2: elcted",
      "docs/some.md:2: folowers",
    ]);
    expect(markdown("TODOCHECK: a replica’s log, teh log")).toEqual([
      "docs/some.md:1: TODOCHECK",
      "docs/some.md:1: teh",
    ]);
  });

  test("wants British words", () => {
    const american = ["color", "behavior", "organize", "center", "labeled", "analyze", "favorite", "defense"];
    expect(american.filter(speller)).toEqual([]);
    const spelt = ["colour", "behaviour", "organise", "centre", "labelled", "analyse", "favourite", "defence"];
    expect(spelt.filter((word) => !speller(word))).toEqual([]);
  });

  test("leaves out what is no prose", () => {
    const text =
      "`cde` and ``a ` cde``\n\n```ts\nconst cde = 1;\n```\n\n[here](../cde.md) <b title='cde'>x</b> https://cde.fgh/ $cde$";
    expect(wordsOf(proseOf(text)).map(({ word }) => word)).toEqual(["and", "here"]);
    expect(markdown(`${text}\n\ncde`)).toEqual(["docs/some.md:9: cde"]);
  });

  test("leaves out numbers' units and acronyms, and takes words apart at hyphens and possessives", () => {
    expect(wordsOf("RPCs of 30ms: Bob’s don't-care").map(({ word }) => word)).toEqual(["of", "Bob", "don't", "care"]);
  });

  test("a letter that stands out belongs to its word", () => {
    expect(wordsOf(proseOf("**L**atency, the *n*th **word**")).map(({ word }) => word)).toEqual([
      "Latency",
      "the",
      "nth",
      "word",
    ]);
  });

  test("a known word may open a sentence, a name keeps its letters", () => {
    const knows = withWords(() => false, ["jitter", "Paxos", "etcd"]);
    expect(["jitter", "Jitter", "Paxos", "paxos", "Etcd", "JITTER"].filter(knows)).toEqual([
      "jitter",
      "Jitter",
      "Paxos",
      "Etcd",
    ]);
  });

  test("reads a chapter's Markdown, and not its code", () => {
    const notebook = fromText("---\nid: 05-two-generals\n---\n%% md one\n# Wrnog\n\n%% ts two\nconst wrnog = 1;\n");
    const file = { path: "notebooks/05-two-generals.ipynb", text: formatNotebook(notebook) };
    expect(misspelt(file, speller)).toEqual(["notebooks/05-two-generals.ipynb:one:1: Wrnog"]);
  });

  test("reads a program's comments, and not its names", () => {
    const text = "/**\n * Wrnog, as {@link wrnogName} or `wrnog` or wrnogName are.\n */\nconst wrnog = 'teh'; // teh\n";
    expect(misspelt({ path: "a.ts", text }, speller)).toEqual(["a.ts:2: Wrnog", "a.ts:4: teh"]);
  });
});

describe("the course's own words", () => {
  test("are in order, each once", () => {
    const sorted = [...new Set(own)].toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    expect(own).toEqual(sorted);
  });

  test("are in no dictionary", () => {
    expect(own.filter(british)).toEqual([]);
  });
});

/** A word that is right all the same goes into words.txt. */
describe("no word is misspelt (one that is right belongs into test/chapters/words.txt)", () => {
  const chapters = below("notebooks", ".ipynb");
  const stubs = below("exercises", ".ts");

  test.each(chapters.map((file) => [file.path, file] as const))("%s", (_path, file) => {
    expect(misspelt(file, speller)).toEqual([]);
  });

  test(`in ${stubs.length} exercises`, () => {
    expect(stubs.length).toBeGreaterThan(20);
    expect(stubs.flatMap((file) => misspelt(file, speller))).toEqual([]);
  });

  test("in the documents", () => {
    const documents = [readFile(root, "README.md"), ...below("docs", ".md")];
    expect(documents.length).toBeGreaterThan(5);
    expect(documents.flatMap((file) => misspelt(file, speller))).toEqual([]);
  });
});
