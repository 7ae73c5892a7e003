/** The course's prose, word by word, held against a British dictionary and the course's own words. */
import dictionary from "dictionary-en-gb";
import nspell from "nspell";
import ts from "typescript";
import { parseNotebook } from "../../app/course/notebook";
import { text } from "../../app/notebook/canonical";
import type { TextFile } from "../tidy/source";

/** Whether a word is spelt right. */
export type Speller = (word: string) => boolean;

/** The dictionary alone: British, with -ise. */
export function britishSpeller(): Speller {
  const spell = nspell({ aff: Buffer.from(dictionary.aff), dic: Buffer.from(dictionary.dic) });
  const seen = new Map<string, boolean>();
  return (word) => {
    let right = seen.get(word);
    if (right === undefined) {
      right = spell.correct(word);
      seen.set(word, right);
    }
    return right;
  };
}

/** A speller that also knows some words; one in small letters may open a sentence, a name stays as it is. */
export function withWords(speller: Speller, words: readonly string[]): Speller {
  const known = new Set(words);
  return (word) => known.has(word) || known.has(word.charAt(0).toLowerCase() + word.slice(1)) || speller(word);
}

/** The words of a list: one a line; `#` opens a comment. */
export const listedWords = (list: string): string[] =>
  list
    .split("\n")
    .map((line) => line.replace(/#.*$/, "").trim())
    .filter((word) => word !== "");

/** What has letters but is no prose: code, formulas, tags, addresses, file names. */
const notProse: readonly RegExp[] = [
  /(?:-|(?<=[`$)]))th\b/g,
  /^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$/gms,
  /(`+)(?!`).*?(?<!`)\1(?!`)/gs,
  /\$\$.*?\$\$|\$[^$\n]+\$/gs,
  /<!--.*?-->/gs,
  /<\/?[a-z][^>]*>/gi,
  /&[a-z]+;/gi,
  /\]\([^)\s]*(?:\s+"[^"]*")?\)/g,
  /\b(?:https?:\/\/|www\.)\S+/g,
  /(?<![\w/.-])[\w@~-]*(?:\/[\w.~-]+)+\/?/g,
  /[\w-]+\.(?:ts|tsx|md|mjs|json|ipynb|txt|zip|csv|py|sh|yml)\b/g,
];

/** A letter that stands out belongs to its word: **L**atency, *n*th. */
const emphasis = /\*+/g;

/** Markdown with everything that is no prose left blank; lines stay where they are. */
export const proseOf = (markdown: string): string =>
  notProse
    .reduce((rest, pattern) => rest.replace(pattern, (match) => match.replace(/[^\n]/g, " ")), markdown)
    .replace(emphasis, "");

export interface Word {
  readonly word: string;
  /** From 1. */
  readonly line: number;
}

const lettersMin = 2;
/** Longer words in capitals are checked as words. */
const acronymLettersMax = 5;
const isAcronym = (word: string): boolean =>
  word.length <= acronymLettersMax + 1 && /^\p{Lu}+s?$/u.test(word) && word.length >= lettersMin;

/** The words of a prose that a dictionary can know: none with digits, no acronyms. */
export function wordsOf(prose: string): Word[] {
  return prose.split("\n").flatMap((content, index) =>
    [...content.matchAll(/(?<![\p{L}\p{N}_@\\])\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*(?![\p{N}_])/gu)]
      .map(([word]) => word.replaceAll("’", "'").replace(/'s$/, ""))
      .filter((word) => word.length >= lettersMin && !isAcronym(word))
      .map((word) => ({ word, line: index + 1 })),
  );
}

/** The words of a file that are in no dictionary, each once, as `path:line: word`. */
export function misspelt(file: TextFile, speller: Speller): string[] {
  const found = new Map<string, string>();
  for (const { prose, place } of passages(file)) {
    for (const { word, line } of wordsOf(prose)) {
      if (!found.has(word) && !speller(word)) found.set(word, `${file.path}:${place(line)}: ${word}`);
    }
  }
  return [...found.values()];
}

interface Passage {
  readonly prose: string;
  /** Where a line of the passage is in its file. */
  place(line: number): string;
}

function passages({ path, text: content }: TextFile): Passage[] {
  if (path.endsWith(".ipynb")) {
    return parseNotebook(content)
      .cells.filter((cell) => cell.cell_type === "markdown")
      .map((cell) => ({ prose: proseOf(text(cell.source)), place: (line) => `${text(cell["id"])}:${line}` }));
  }
  if (path.endsWith(".ts")) return comments(content);
  return [{ prose: proseOf(content), place: String }];
}

/** The comments of a program. What looks like a name in it (two capitals, a call) is left out. */
function comments(content: string): Passage[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, content);
  const found: Passage[] = [];
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind !== ts.SyntaxKind.SingleLineCommentTrivia && kind !== ts.SyntaxKind.MultiLineCommentTrivia) continue;
    const before = content.slice(0, scanner.getTokenStart()).split("\n").length - 1;
    const names = /\{@link [^}]*\}|@\w+|\b\w*\p{Ll}\p{Lu}\w*\b|\b[\w.]+\([^)]*\)|\b\w+\.\w+\b/gu;
    const prose = proseOf(scanner.getTokenText()).replace(names, (match) => match.replace(/[^\n]/g, " "));
    found.push({ prose, place: (line) => String(before + line) });
  }
  return found;
}
