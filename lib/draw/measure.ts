/**
 * How wide a text will be, without a browser to ask. Widths are those of DejaVu Sans, which is wider than the fonts
 * that readers usually have: a label that does not overlap by this measure does not overlap in theirs.
 */

const widths: { readonly [characters: string]: number } = {
  "ijlI'|": 295,
  "ft.,:;!()[] /\\·": 370,
  'rs-"*?°': 470,
  acegkvxyzJLTF_: 590,
  "bdhnopqu0123456789$+ABCEKPRSVXYZ<>=~^": 680,
  "DGHNOQU&#": 780,
  "mwMW@%→←✕✓…—": 960,
};

const widthOf = new Map<string, number>(
  Object.entries(widths).flatMap(([characters, width]) =>
    [...characters].map((character) => [character, width] as const),
  ),
);

/** The greatest width in pixels that `text` is likely to have. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf.get(character) ?? (character > "\u2e80" ? 1000 : 680);
  return (thousandths * fontSize * (bold ? 1.1 : 1)) / 1000;
}

/** `text`, cut with an ellipsis where it would be wider than `widthMax`. */
export function fitted(text: string, widthMax: number, fontSize: number, bold = false): string {
  if (textWidth(text, fontSize, bold) <= widthMax) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, fontSize, bold) > widthMax) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** Text in lines no wider than `widthMax`. */
export function wrapped(text: string, widthMax: number, fontSize: number, bold = false): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, fontSize, bold) <= widthMax)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** How many columns of a terminal `text` takes: two for wide (East Asian) characters, none for combining marks. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    count += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  }
  return count;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - columns(text))) + text;
}
