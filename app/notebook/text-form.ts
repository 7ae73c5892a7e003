/**
 * A notebook as plain text, for writing and reviewing chapters: one file of prose and code, to be turned into an
 * .ipynb and executed. The .ipynb stays the only committed source.
 *
 *     ---
 *     id: 05-two-generals
 *     title: Two generals
 *     minutes: 45
 *     prerequisites: ["02-eight-fallacies"]
 *     ---
 *
 *     %% md the-promise
 *     # Two generals
 *
 *     %% ts first-run real-time {"distlab": {"exercise": "05-two-generals/find-disagreement"}}
 *     const run = simulate({ … });
 *
 * The header holds `metadata.distlab`: strings bare, everything else as JSON, which may go on over several lines; the
 * key `notebook-metadata` holds what else there is. A cell line is `%% kind id tag … {metadata}`: kinds are `md`, `ts`
 * and `raw`; an id of `-`, or none, is made from the cell's words. A line of a cell that itself begins with `%%` is
 * written `\%%`. Cells `%% out` show outputs to a reviewer and are not read back.
 */
import { isObject } from "../course/notebook";
import type { Cell, Json, JsonObject, Notebook } from "../course/notebook";
import { canonicalNotebook, text, trimBlankLines } from "./canonical";
import { shownText } from "./shown";

/** A fault of the text, with the line it is on (from 1). */
export class TextFormError extends Error {
  override readonly name = "TextFormError";
  constructor(
    readonly line: number,
    fault: string,
  ) {
    super(`line ${line}: ${fault}`);
  }
}

const kinds = { md: "markdown", ts: "code", raw: "raw" } as const;
const kindWords = { markdown: "md", code: "ts", raw: "raw" } as const;
const headerOrder = ["id", "title", "question", "minutes", "points", "prerequisites", "exercises"];
const restKey = "notebook-metadata";
const key = /^([A-Za-z][\w-]*):(?: (.*))?$/s;

// Writing

export interface ToTextOptions {
  /** Adds what each cell shows, as `%% out` cells. Default false. */
  readonly outputs?: boolean;
}

/** The text form. Outputs and execution counts are not part of it; all else of a canonical notebook is. */
export function toText(notebook: Notebook, options: ToTextOptions = {}): string {
  const canonical = canonicalNotebook(notebook);
  const cells = canonical.cells.map((cell) => {
    const shown = options.outputs === true && cell.cell_type === "code" ? shownText(cell["outputs"]) : "";
    const output = shown === "" ? "" : `%% out\n${escapeLines(shown)}\n\n`;
    return `${cellLine(cell)}\n${escapeLines(text(cell.source))}\n\n${output}`;
  });
  return `${header(canonical.metadata)}\n${cells.join("")}`.replace(/\n+$/, "\n");
}

function header(metadata: JsonObject): string {
  const { kernelspec: _1, language_info: _2, distlab, ...rest } = metadata;
  const own = isObject(distlab) ? distlab : {};
  const other = distlab === undefined || isObject(distlab) ? rest : { ...rest, distlab };
  const lines = Object.entries(inOrder(own)).map(([name, value]) => `${headerKey(name)}: ${headerValue(value)}\n`);
  if (Object.keys(other).length > 0) lines.push(`${restKey}: ${JSON.stringify(other)}\n`);
  return `---\n${lines.join("")}---\n`;
}

function headerKey(name: string): string {
  if (name !== restKey && key.test(`${name}:`)) return name;
  throw new Error(`metadata.distlab has a field ${JSON.stringify(name)}, which the text form cannot name`);
}

function headerValue(value: Json): string {
  if (typeof value === "string") return parsedBare(value) === value ? value : JSON.stringify(value);
  if (!Array.isArray(value) || !value.some((item) => isObject(item))) return JSON.stringify(value);
  return `[\n${value.map((item: Json) => `  ${spacedJson(isObject(item) ? inOrder(item) : item)}`).join(",\n")}\n]`;
}

const rank = (name: string): number => (headerOrder.includes(name) ? headerOrder.indexOf(name) : headerOrder.length);

/** An object with its fields in the order in which a person would write them. */
function inOrder(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

/** JSON on one line, with spaces: line feeds stand only between tokens, since strings escape theirs. */
function spacedJson(value: Json): string {
  return JSON.stringify(value, null, 1).replace(/\n */g, " ");
}

/** What a bare header value would be read as; undefined where it could not be written bare. */
function parsedBare(value: string): Json | undefined {
  if (value !== value.trim() || value === "" || /[\n\r]/.test(value) || /^["[{]/.test(value)) return undefined;
  return bareValue(value);
}

function bareValue(word: string): Json {
  return /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/.test(word) ? parseJson(word) : word;
}

function cellLine(cell: Cell): string {
  const { tags, ...metadata } = cell.metadata;
  const words = Array.isArray(tags) && tags.every((tag) => typeof tag === "string" && /^[^\s{]\S*$/.test(tag));
  const rest: Record<string, Json> = words || tags === undefined ? metadata : { ...metadata, tags };
  const attachments = cell["attachments"];
  if (attachments !== undefined) rest["attachments"] = attachments;
  const kind = kindWords[cell.cell_type as keyof typeof kindWords];
  const parts = ["%%", kind, text(cell["id"]), ...(words ? (tags as readonly string[]) : [])];
  return (Object.keys(rest).length > 0 ? [...parts, JSON.stringify(rest)] : parts).join(" ");
}

const escapeLines = (source: string): string => source.replace(/^(?=\\*%%)/gm, "\\");
const unescapeLines = (source: string): string => source.replace(/^\\(?=\\*%%)/gm, "");

// Reading

/**
 * Reads the text form. Where `previous` is the notebook as it was, code cells keep their outputs up to the first one
 * whose code has changed: from there on they would be out of date.
 * @throws TextFormError that names the line
 */
export function fromText(source: string, previous?: Notebook): Notebook {
  const lines = source
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const { metadata, end } = readHeader(lines);
  const cells = readCells(lines, end);
  const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells };
  return keepOutputs(canonicalNotebook(notebook), previous);
}

function readHeader(lines: readonly string[]): { readonly metadata: JsonObject; readonly end: number } {
  const start = lines.findIndex((line) => line.trim() !== "");
  if (start < 0 || lines[start]!.trim() !== "---") throw new TextFormError(Math.max(start, 0) + 1, "expected ---");
  const end = lines.findIndex((line, index) => index > start && line.trim() === "---");
  if (end < 0) throw new TextFormError(start + 1, "this header has no end: a second line --- is missing");
  const distlab: Record<string, Json> = {};
  for (let at = start + 1; at < end;) {
    const match = key.exec(lines[at]!.trimEnd());
    if (match === null) throw new TextFormError(at + 1, `expected "key: value", found ${JSON.stringify(lines[at])}`);
    let next = at + 1;
    while (next < end && !key.test(lines[next]!.trimEnd())) next += 1;
    const name = match[1]!;
    if (Object.hasOwn(distlab, name)) throw new TextFormError(at + 1, `${name} stands here a second time`);
    distlab[name] = readValue([match[2] ?? "", ...lines.slice(at + 1, next)].join("\n").trim(), at + 1);
    at = next;
  }
  const { [restKey]: rest, ...own } = distlab;
  const other = isObject(rest) ? rest : {};
  return { metadata: Object.keys(own).length > 0 ? { ...other, distlab: own } : other, end: end + 1 };
}

function readValue(value: string, line: number): Json {
  if (/^["[{]/.test(value)) return parseJson(value, line);
  if (value.includes("\n")) throw new TextFormError(line + 1, 'expected "key: value" (only JSON may go on over lines)');
  return bareValue(value);
}

function parseJson(value: string, line = 0): Json {
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    throw new TextFormError(line, `this is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Opened {
  readonly cell: Omit<Cell, "source">;
  readonly body: string[];
}

function readCells(lines: readonly string[], from: number): Cell[] {
  const opened: Opened[] = [];
  const seen = new Map<string, number>();
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.startsWith("%%")) {
      opened.push({ cell: readCellLine(line, at + 1, seen), body: [] });
    } else if (opened.length > 0) opened.at(-1)!.body.push(line);
    else if (line.trim() !== "") throw new TextFormError(at + 1, "text before the first cell: a line %% is missing");
  }
  return opened
    .filter(({ cell }) => cell.cell_type !== "out")
    .map(({ cell, body }) => ({ ...cell, source: unescapeLines(trimBlankLines(body.join("\n"))) }) as Cell);
}

function readCellLine(line: string, number: number, seen: Map<string, number>): Omit<Cell, "source"> {
  const match = /^%%\s*(\S+)(?:\s+([^\s{]\S*))?((?:\s+[^\s{]\S*)*)\s*(\{.*\})?\s*$/s.exec(line);
  if (match === null) throw new TextFormError(number, "expected %% kind id tag … {metadata}");
  const [, word = "", id = "-", tagWords = "", json] = match;
  if (word === "out") return { cell_type: "out", metadata: {} };
  if (!Object.hasOwn(kinds, word)) throw new TextFormError(number, `the kind is md, ts or raw, not ${word}`);
  const type = kinds[word as keyof typeof kinds];
  const extra = json === undefined ? {} : (parseJson(json, number) as JsonObject);
  const { attachments, ...metadata } = extra;
  const tags = tagWords.trim() === "" ? {} : { tags: tagWords.trim().split(/\s+/) };
  return {
    cell_type: type,
    ...(id === "-" ? {} : { id: checkId(id, number, seen) }),
    metadata: { ...metadata, ...tags },
    ...(attachments === undefined ? {} : { attachments }),
    ...(type === "code" ? { execution_count: null, outputs: [] } : {}),
  };
}

function checkId(id: string, line: number, seen: Map<string, number>): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > 64) {
    throw new TextFormError(line, `the id ${JSON.stringify(id)} must be lower-case words joined by hyphens`);
  }
  const first = seen.get(id);
  if (first !== undefined) throw new TextFormError(line, `the id ${id} belongs to the cell of line ${first} already`);
  seen.set(id, line);
  return id;
}

function keepOutputs(notebook: Notebook, previous: Notebook | undefined): Notebook {
  if (previous === undefined) return notebook;
  const before = canonicalNotebook(previous).cells.filter((cell) => cell.cell_type === "code");
  let position = 0;
  let fresh = true;
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code" || !fresh) return cell;
    const old = before[position];
    position += 1;
    fresh = old !== undefined && old["id"] === cell["id"] && old.source === cell.source;
    if (!fresh) return cell;
    return { ...cell, execution_count: old!["execution_count"] ?? null, outputs: old!["outputs"] ?? [] } as Cell;
  });
  return canonicalNotebook({ ...notebook, cells });
}
