/** Which of a bundle's MIME types the page shows. The richest that it can show wins; unknown types are passed over. */
import type { MimeBundle } from "./notebook";

export const playerMime = "application/vnd.distlab.player+json";
export const predictMime = "application/vnd.distlab.predict+json";
export const vegaLiteMime = "application/vnd.vegalite.v5+json";
export const vegaMime = "application/vnd.vega.v5+json";

/** Best first. */
export const displayOrder = [
  playerMime,
  predictMime,
  vegaLiteMime,
  vegaMime,
  "text/html",
  "text/markdown",
  "image/svg+xml",
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "text/latex",
  "application/json",
  "text/plain",
] as const;

export type DisplayMime = (typeof displayOrder)[number];

/** The type to show, or null when the bundle has none that the page knows. */
export function preferred(bundle: MimeBundle): DisplayMime | null {
  return displayOrder.find((mime) => bundle[mime] !== undefined) ?? null;
}

/** The text that stands for a bundle where it cannot be seen. */
export function textOf(bundle: MimeBundle): string | null {
  const text = bundle["text/plain"];
  return typeof text === "string" ? text : null;
}

export interface Clipped {
  readonly head: string;
  readonly tail: string;
  /** Lines left out between `head` and `tail`; 0 when everything is in `head`. */
  readonly hidden: number;
}

const linesShown = { head: 40, tail: 20 };
/** Text with fewer lines and characters than this is shown whole. */
export const wholeUpTo = { lines: 80, characters: 12_000 };

/** The beginning and the end of a long text. One endless line is cut by characters. */
export function clip(whole: string): Clipped {
  const text = whole.replace(/\n$/, "");
  const lines = text.split("\n");
  if (lines.length <= wholeUpTo.lines && text.length <= wholeUpTo.characters)
    return { head: text, tail: "", hidden: 0 };
  const headLines = lines.slice(0, linesShown.head);
  const tailLines = lines.slice(Math.max(linesShown.head, lines.length - linesShown.tail));
  const cut = (part: string, from: "start" | "end"): string => {
    const half = wholeUpTo.characters / 2;
    if (part.length <= half) return part;
    return from === "start" ? `${part.slice(0, half)} …` : `… ${part.slice(-half)}`;
  };
  return {
    head: cut(headLines.join("\n"), "start"),
    tail: cut(tailLines.join("\n"), "end"),
    hidden: Math.max(1, lines.length - headLines.length - tailLines.length),
  };
}
