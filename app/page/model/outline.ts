/** The headings of a chapter, for the list "On this page". */
import type { Notebook } from "./notebook";

export interface Heading {
  readonly level: 1 | 2 | 3;
  readonly text: string;
  /** What the address says behind the chapter: "asking-for-votes". */
  readonly slug: string;
  readonly cellId: string;
}

export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Markdown's marks taken out of a heading: emphasis, code, links and formulas leave their words. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/<[^>]+>/g, "")
    .replace(/(\*\*|__|\*|`|\$)/g, "")
    .replace(/(?<!\w)_|_(?!\w)/g, "")
    .trim();
}

export function outline(notebook: Notebook): Heading[] {
  const headings: Heading[] = [];
  for (const cell of notebook.cells) {
    if (cell.kind !== "markdown") continue;
    let fenced = false;
    for (const line of cell.source.split("\n")) {
      if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
      const match = fenced ? null : /^(#{1,3})\s+(.+?)\s*#*$/.exec(line);
      if (match === null) continue;
      const text = plainText(match[2]!);
      headings.push({ level: match[1]!.length as 1 | 2 | 3, text, slug: slug(text), cellId: cell.id });
    }
  }
  return headings;
}
