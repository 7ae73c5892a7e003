/**
 * Terminal text to spans: colours and weights of ANSI escape sequences, and what carriage returns and backspaces do to
 * a line (progress bars rewrite theirs). Other sequences are dropped. No HTML is made here, so nothing can be injected.
 */

export interface Span {
  readonly text: string;
  /** Class names: `ansi-bold`, `ansi-red`, `ansi-bright-red`, `ansi-on-red` … */
  readonly classes: readonly string[];
  /** Only for 256-colour and true-colour sequences: CSS colours. */
  readonly color?: string;
  readonly background?: string;
}

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

interface Style {
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
  foreground: string | null;
  background: string | null;
}

const plain: Style = {
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
  foreground: null,
  background: null,
};

/** One of the 256 colours: a name for the first 16, else a CSS colour. */
function indexed(index: number): string {
  if (index < 8) return names[index]!;
  if (index < 16) return `bright-${names[index - 8]!}`;
  if (index >= 232) return gray(8 + 10 * (index - 232));
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))}, ${level(Math.floor(cube / 6) % 6)}, ${level(cube % 6)})`;
}

/** One of the six levels of a colour in the cube of 216. */
function level(part: number): number {
  return part === 0 ? 0 : 55 + 40 * part;
}

function gray(value: number): string {
  return `rgb(${value}, ${value}, ${value})`;
}

/** Reads `5;n` or `2;r;g;b` from the codes; returns the colour and how many codes it took. */
function extended(codes: readonly number[]): [colour: string | null, used: number] {
  if (codes[0] === 5 && codes[1] !== undefined) return [indexed(Math.min(255, codes[1])), 2];
  if (codes[0] === 2 && codes.length >= 4) return [`rgb(${codes.slice(1, 4).join(", ")})`, 4];
  return [null, codes.length];
}

const switches: Readonly<Record<number, Partial<Style>>> = {
  0: plain,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  39: { foreground: null },
  49: { background: null },
};

function applyCodes(style: Style, codes: readonly number[]): Style {
  let next = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at]!;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(codes.slice(at + 1));
      next = { ...next, [code === 38 ? "foreground" : "background"]: colour };
      at += used;
    } else if (code >= 30 && code <= 37) next = { ...next, foreground: names[code - 30]! };
    else if (code >= 90 && code <= 97) next = { ...next, foreground: `bright-${names[code - 90]!}` };
    else if (code >= 40 && code <= 47) next = { ...next, background: names[code - 40]! };
    else if (code >= 100 && code <= 107) next = { ...next, background: `bright-${names[code - 100]!}` };
    else next = { ...next, ...switches[code] };
  }
  return next;
}

function named(colour: string | null): colour is string {
  return colour !== null && !colour.startsWith("rgb");
}

function toSpan(text: string, style: Style): Span {
  const [front, back] = style.inverse ? [style.background, style.foreground] : [style.foreground, style.background];
  const classes = (["bold", "dim", "italic", "underline", "inverse"] as const)
    .filter((name) => style[name] && !(name === "inverse" && (front !== null || back !== null)))
    .map((name) => `ansi-${name}`);
  if (named(front)) classes.push(`ansi-${front}`);
  if (named(back)) classes.push(`ansi-on-${back}`);
  return {
    text,
    classes,
    ...(front !== null && !named(front) ? { color: front } : {}),
    ...(back !== null && !named(back) ? { background: back } : {}),
  };
}

/** What is left of a line after its carriage returns: each one starts writing over the line from its beginning. */
function overwrite(line: string): string {
  const parts = line.replace(/\r+$/, "").split("\r");
  return parts.length === 1 ? parts[0]! : parts.reduce((under, over) => over + under.slice(over.length), "");
}

/** Each backspace takes away the character before it, up to the line's beginning. */
function erase(text: string): string {
  const kept: string[] = [];
  for (const character of text) {
    if (character !== "\b") kept.push(character);
    else if (kept.length > 0 && kept.at(-1) !== "\n") kept.pop();
  }
  return kept.join("");
}

/** Applies carriage returns and backspaces. */
export function settle(text: string): string {
  const unbroken = text.includes("\b") ? erase(text) : text;
  if (!unbroken.includes("\r")) return unbroken;
  return unbroken
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map((line) => overwrite(line))
    .join("\n");
}

// eslint-disable-next-line no-control-regex -- escape sequences begin with a control character
const sequence = /\u001B(?:\[([0-9;:?]*)([A-Za-z])|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[()][A-Z0-9]|[=>A-Z])/g;

export function parseAnsi(text: string): Span[] {
  const spans: Span[] = [];
  let style = plain;
  let from = 0;
  const settled = settle(text);
  for (const match of settled.matchAll(sequence)) {
    if (match.index > from) spans.push(toSpan(settled.slice(from, match.index), style));
    from = match.index + match[0].length;
    if (match[2] === "m") style = applyCodes(style, (match[1] ?? "").split(/[;:]/).map(Number));
  }
  if (from < settled.length) spans.push(toSpan(settled.slice(from), style));
  return spans;
}

export function stripAnsi(text: string): string {
  return text.replace(sequence, "");
}
