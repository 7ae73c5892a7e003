/**
 * A notebook as the page holds it: plain, immutable data, read from and written to Jupyter's nbformat 4.5.
 *
 * Sources and stream texts are single strings here (nbformat allows lists of lines); whatever this page does not
 * understand (metadata, attachments) is carried along untouched, so that a save loses nothing.
 */

export type CellKind = "code" | "markdown" | "raw";
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };
export type JsonObject = { readonly [field: string]: Json };

/** MIME type to value: text for text types, parsed JSON for JSON types. */
export type MimeBundle = JsonObject;

export type Output =
  | { readonly kind: "stream"; readonly name: string; readonly text: string }
  | { readonly kind: "display"; readonly data: MimeBundle; readonly metadata: JsonObject; readonly displayId?: string }
  | {
      readonly kind: "result";
      readonly data: MimeBundle;
      readonly metadata: JsonObject;
      readonly executionCount: number | null;
    }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly traceback: readonly string[] };

export interface Cell {
  readonly id: string;
  readonly kind: CellKind;
  readonly source: string;
  readonly metadata: JsonObject;
  readonly attachments?: JsonObject;
  /** Always empty unless the cell is code. */
  readonly outputs: readonly Output[];
  /** The number in brackets of the last run; null when it was not run. */
  readonly executionCount: number | null;
}

export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: JsonObject;
  readonly formatMinor: number;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** nbformat's "multiline string": a string, or a list of strings to be joined. */
export function joined(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.filter((part) => typeof part === "string").join("");
  return "";
}

/** Joins the lists of lines of a MIME bundle's text values; JSON values stay as they are. */
export function readBundle(value: unknown): MimeBundle {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([mime, content]) => [mime, isJsonMime(mime) ? content : joinedOrAsIs(content)]),
  );
}

function joinedOrAsIs(content: Json): Json {
  return Array.isArray(content) ? joined(content) : content;
}

export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || mime.endsWith("+json");
}

function readOutput(raw: Json): Output | null {
  if (!isObject(raw)) return null;
  const metadata = isObject(raw["metadata"]) ? raw["metadata"] : {};
  switch (raw["output_type"]) {
    case "stream":
      return { kind: "stream", name: joined(raw["name"]) || "stdout", text: joined(raw["text"]) };
    case "display_data":
      return { kind: "display", data: readBundle(raw["data"]), metadata };
    case "execute_result":
      return {
        kind: "result",
        data: readBundle(raw["data"]),
        metadata,
        executionCount: numberOrNull(raw["execution_count"]),
      };
    case "error":
      return {
        kind: "error",
        name: joined(raw["ename"]),
        message: joined(raw["evalue"]),
        traceback: Array.isArray(raw["traceback"]) ? raw["traceback"].map((line) => joined(line)) : [],
      };
    default:
      return null;
  }
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function readCell(raw: Json, position: number, taken: Set<string>): Cell {
  if (!isObject(raw)) throw new Error(`cell ${position + 1} of the notebook is not an object`);
  const type = raw["cell_type"];
  const kind: CellKind = type === "code" || type === "raw" ? type : "markdown";
  const wanted = typeof raw["id"] === "string" && raw["id"] !== "" ? raw["id"] : `cell-${position + 1}`;
  const id = unused(wanted, taken);
  taken.add(id);
  const outputs = Array.isArray(raw["outputs"]) ? raw["outputs"].map((output: Json) => readOutput(output)) : [];
  return {
    id,
    kind,
    source: joined(raw["source"]),
    metadata: isObject(raw["metadata"]) ? raw["metadata"] : {},
    ...(isObject(raw["attachments"]) ? { attachments: raw["attachments"] } : {}),
    outputs: kind === "code" ? outputs.filter((output) => output !== null) : [],
    executionCount: kind === "code" ? numberOrNull(raw["execution_count"]) : null,
  };
}

/** `wanted`, or the first of `wanted-2`, `wanted-3`, … that no other cell has. */
export function unused(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
  }
}

/** Reads nbformat 4; throws an Error that says what is wrong when it is not a notebook. */
export function readNotebook(raw: unknown): Notebook {
  if (!isObject(raw) || !Array.isArray(raw["cells"])) throw new Error("this file is not a notebook: it has no cells");
  if (raw["nbformat"] !== 4) throw new Error(`this notebook has format ${String(raw["nbformat"])}; the page reads 4`);
  const taken = new Set<string>();
  return {
    cells: raw["cells"].map((cell: Json, position: number) => readCell(cell, position, taken)),
    metadata: isObject(raw["metadata"]) ? raw["metadata"] : {},
    formatMinor: Math.max(5, numberOrNull(raw["nbformat_minor"]) ?? 5),
  };
}

function writeOutput(output: Output): JsonObject {
  switch (output.kind) {
    case "stream":
      return { output_type: "stream", name: output.name, text: output.text };
    case "display":
      return { output_type: "display_data", data: output.data, metadata: output.metadata };
    case "result":
      return {
        output_type: "execute_result",
        data: output.data,
        metadata: output.metadata,
        execution_count: output.executionCount,
      };
    case "error":
      return {
        output_type: "error",
        ename: output.name,
        evalue: output.message,
        traceback: [...output.traceback],
      };
  }
}

function writeCell(cell: Cell): JsonObject {
  const common = {
    cell_type: cell.kind,
    id: cell.id,
    metadata: cell.metadata,
    source: cell.source,
    ...(cell.attachments === undefined ? {} : { attachments: cell.attachments }),
  };
  if (cell.kind !== "code") return common;
  return {
    ...common,
    execution_count: cell.executionCount,
    outputs: cell.outputs.map((output) => writeOutput(output)),
  };
}

/** The notebook as Jupyter's contents service takes it. */
export function writeNotebook(notebook: Notebook): JsonObject {
  return {
    cells: notebook.cells.map((cell) => writeCell(cell)),
    metadata: notebook.metadata,
    nbformat: 4,
    nbformat_minor: notebook.formatMinor,
  };
}

/** A fresh, empty cell whose id no cell of the notebook has. */
export function emptyCell(notebook: Notebook, kind: CellKind): Cell {
  const taken = new Set(notebook.cells.map((cell) => cell.id));
  return {
    id: unused(kind === "code" ? "new-code" : "new-text", taken),
    kind,
    source: "",
    metadata: {},
    outputs: [],
    executionCount: null,
  };
}
