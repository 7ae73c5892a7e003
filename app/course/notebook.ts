// Notebooks on the disk and in memory (nbformat 4). In memory a text is one string; on the disk it is a list of lines
// and the keys are sorted, exactly as Jupyter's own nbformat writes it, so that a save here and a save there differ
// only in what the person changed.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface Notebook extends JsonObject {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: JsonObject;
  readonly cells: readonly Cell[];
}

/** `source` is one string in memory and a list of lines on the disk. */
export interface Cell extends JsonObject {
  readonly cell_type: string;
  readonly metadata: JsonObject;
  readonly source: string | readonly string[];
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string | readonly string[] =>
  typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));

/** What keeps `value` from being a notebook, as the end of a sentence; null when nothing does. */
export function notebookFault(value: unknown): string | null {
  if (!isObject(value)) return "it is not an object";
  if (value["nbformat"] !== 4) return `its nbformat is ${JSON.stringify(value["nbformat"] ?? null)}, and 4 is expected`;
  if (typeof value["nbformat_minor"] !== "number") return "nbformat_minor is missing";
  if (!isObject(value["metadata"])) return "its metadata is missing";
  const cells = value["cells"];
  if (!Array.isArray(cells)) return "it has no list of cells";
  const seen = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const fault = cellFault(cell, seen);
    if (fault !== null) return `cell ${index + 1} ${fault}`;
  }
  return null;
}

function cellFault(cell: unknown, seen: Set<string>): string | null {
  if (!isObject(cell)) return "is not an object";
  if (!["code", "markdown", "raw"].includes(String(cell["cell_type"]))) return "has an unknown cell_type";
  if (!isText(cell["source"])) return "has no source";
  if (!isObject(cell["metadata"])) return "has no metadata";
  if (cell["cell_type"] === "code") {
    const outputs = cell["outputs"];
    if (!Array.isArray(outputs) || !outputs.every((output) => isObject(output) && "output_type" in output)) {
      return "has no list of outputs";
    }
  }
  const id = cell["id"];
  if (id === undefined) return null;
  if (typeof id !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(id)) return "has an id that nbformat forbids";
  if (seen.has(id)) return `has the id "${id}", which an earlier cell has too`;
  seen.add(id);
  return null;
}

const join = (value: Json): Json => (isText(value) && typeof value !== "string" ? value.join("") : value);

// The line ends of Python's splitlines, because nbformat splits with it.
const separators = ["\n", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029"].join("");
const lineEnd = new RegExp(`(?<=\r\n|[${separators}]|\r(?!\n))`);
const split = (value: Json): Json => (typeof value !== "string" ? value : value === "" ? [] : value.split(lineEnd));

const isJsonMime = (mime: string): boolean =>
  mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
const isSplitMime = (mime: string): boolean =>
  mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";

type Change = (value: Json) => Json;

function mapBundle(bundle: Json | undefined, change: Change, applies: (mime: string) => boolean): Json {
  if (!isObject(bundle)) return {};
  return Object.fromEntries(Object.entries(bundle).map(([mime, data]) => [mime, applies(mime) ? change(data) : data]));
}

function mapOutput(output: Json, change: Change, applies: (mime: string) => boolean): Json {
  if (!isObject(output)) return output;
  if (output["output_type"] === "stream") return { ...output, text: change(output["text"] ?? "") };
  if (output["data"] === undefined) return output;
  return { ...output, data: mapBundle(output["data"], change, applies) };
}

function mapCell(cell: Cell, change: Change, applies: (mime: string) => boolean): Cell {
  const { trusted: _, ...metadata } = cell.metadata;
  const changed: Record<string, Json> = { ...cell, metadata, source: change(cell.source) };
  const attachments = cell["attachments"];
  if (isObject(attachments)) {
    changed["attachments"] = Object.fromEntries(
      Object.entries(attachments).map(([name, bundle]) => [name, mapBundle(bundle, change, applies)]),
    );
  }
  const outputs = cell["outputs"];
  if (Array.isArray(outputs)) {
    changed["outputs"] = outputs.map((output: Json) => mapOutput(output, change, applies));
  }
  return changed as Cell;
}

function mapNotebook(notebook: Notebook, change: Change, applies: (mime: string) => boolean): Notebook {
  const { orig_nbformat: _1, orig_nbformat_minor: _2, signature: _3, ...metadata } = notebook.metadata;
  return { ...notebook, metadata, cells: notebook.cells.map((cell) => mapCell(cell, change, applies)) };
}

/**
 * Reads a notebook's file.
 * @throws Error that says what is wrong with it
 */
export function parseNotebook(text: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not a notebook: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
  return checkNotebook(value);
}

/**
 * Takes a notebook from elsewhere, its texts as strings or as lists of lines.
 * @throws Error that says what is wrong with it
 */
export function checkNotebook(value: unknown): Notebook {
  const fault = notebookFault(value);
  if (fault !== null) throw new Error(`This is not a notebook: ${fault}.`);
  return mapNotebook(value as Notebook, join, (mime) => !isJsonMime(mime));
}

/** The text of a notebook's file: lists of lines, sorted keys, one space of indent, a newline at the end. */
export function formatNotebook(notebook: Notebook): string {
  return `${stringify(mapNotebook(notebook, split, isSplitMime), "\n")}\n`;
}

/** JSON with sorted keys. JSON.stringify cannot sort keys that look like numbers: engines always list those first. */
function stringify(value: Json, newline: string): string {
  const inner = `${newline} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${value.map((item: Json) => inner + stringify(item, inner)).join(",")}${newline}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${stringify(item, inner)}`).join(",")}${newline}}`;
}
