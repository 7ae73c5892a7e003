/**
 * Readable cell ids. They name a cell in reviews, in merges, in progress and in the runner's reports, so they are
 * words made from what the cell says, not digits that a tool drew.
 */

const idLengthMax = 64;
const derivedWordsMax = 5;

/** What Jupyter and VS Code draw for new cells: eight hexadecimal digits, or a UUID. */
function isDrawnByATool(id: string): boolean {
  return (/^[0-9a-f]{8}$/.test(id) && /\d/.test(id)) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** Lower-case words and numbers joined by single hyphens, at most 64 characters, not drawn by a tool. */
export function isReadableId(id: string): boolean {
  return id.length <= idLengthMax && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) && !isDrawnByATool(id);
}

/** The line of a cell that says best what it is about. */
function tellingLine(kind: string, source: string): string {
  const lines = source.split("\n").filter((line) => line.trim() !== "");
  if (kind !== "code") return lines.find((line) => line.startsWith("#")) ?? lines[0] ?? "";
  return lines.find((line) => !/^\s*(import\b|\/\/|\/\*|\*|\})/.test(line)) ?? lines[0] ?? "";
}

/** An id made from the cell's words, with a number where another cell has it already; added to `taken`. */
export function deriveId(kind: string, source: string, taken: Set<string>): string {
  const words = tellingLine(kind, source)
    .replace(/\b(?:const|let|var|function|await|async|return)\b/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .normalize("NFKD")
    .replace(/[’']|\p{Mark}/gu, "")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const start = (words ?? []).slice(0, derivedWordsMax).join("-").slice(0, 40).replace(/-+$/, "");
  const wanted = isReadableId(start) ? start : kind === "code" ? "code" : "text";
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}
