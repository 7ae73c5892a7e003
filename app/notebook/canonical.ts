/**
 * The canonical form of a committed notebook: what is left when everything is taken away that two people's tools
 * would write differently. The bytes are those of Jupyter's own nbformat (`formatNotebook`); on top of that
 *
 * - the format is 4.5, and kernelspec and language_info are those of tslab;
 * - every cell has a readable id that is unique in its notebook;
 * - execution counts run 1, 2, 3 … in the order of the cells, and results repeat their cell's count;
 * - streams that follow each other are one; nothing tells when or on which machine a cell ran.
 *
 * Making a canonical notebook canonical changes nothing.
 */
import { isObject } from "../course/notebook";
import type { Cell, Json, JsonObject, Notebook } from "../course/notebook";
import { deriveId, isReadableId } from "./ids";

/** The kernelspec of every notebook of the course. */
export const kernelspec: JsonObject = { display_name: "TypeScript", language: "typescript", name: "tslab" };

/** What tslab itself answers, so that a save by Jupyter changes nothing here. */
export const languageInfo: JsonObject = {
  codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  file_extension: ".ts",
  mimetype: "text/typescript",
  name: "typescript",
  version: "3.7.2",
};

/** Metadata that tools leave in cells as they run or show them. */
const cellNoise = new Set(["ExecuteTime", "execution", "collapsed", "scrolled", "trusted", "vscode", "pycharm"]);
const notebookNoise = new Set(["vscode", "signature", "orig_nbformat", "orig_nbformat_minor", "pycharm"]);

/** A source without blank lines at its ends and with line feeds only; what is left is the author's. */
export function trimBlankLines(source: string): string {
  return source
    .replace(/\r\n?/g, "\n")
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .replace(/\s+$/, "");
}

/** The notebook in canonical form. Its texts must be single strings, as `parseNotebook` gives them. */
export function canonicalNotebook(notebook: Notebook): Notebook {
  const ids = assignIds(notebook.cells);
  let count = 0;
  const cells = notebook.cells.map((cell, index) => {
    const executed = cell.cell_type === "code" && typeof cell["execution_count"] === "number";
    if (executed) count += 1;
    return canonicalCell(cell, ids[index]!, executed ? count : null);
  });
  const metadata = { ...without(notebook.metadata, notebookNoise), kernelspec, language_info: languageInfo };
  return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
}

/** Readable ids stay, the first of two alike keeps it; the others are made from what their cell says. */
function assignIds(cells: readonly Cell[]): string[] {
  const taken = new Set<string>();
  const kept = cells.map((cell) => {
    const id = cell["id"];
    if (typeof id !== "string" || !isReadableId(id) || taken.has(id)) return undefined;
    taken.add(id);
    return id;
  });
  return cells.map((cell, index) => kept[index] ?? deriveId(cell.cell_type, text(cell.source), taken));
}

function canonicalCell(cell: Cell, id: string, count: number | null): Cell {
  const metadata = without(cell.metadata, cellNoise);
  const tags = metadata["tags"];
  if (Array.isArray(tags) && tags.length === 0) delete metadata["tags"];
  const common = { cell_type: cell.cell_type, id, metadata, source: trimBlankLines(text(cell.source)) };
  const attachments = cell["attachments"];
  const attached = isObject(attachments) && Object.keys(attachments).length > 0 ? { attachments } : {};
  if (cell.cell_type !== "code") return { ...common, ...attached };
  return { ...common, execution_count: count, outputs: canonicalOutputs(cell["outputs"], count) };
}

/** Outputs as they are committed: streams joined, nothing transient, results with their cell's count. */
export function canonicalOutputs(outputs: Json | undefined, count: number | null): JsonObject[] {
  const result: JsonObject[] = [];
  for (const output of Array.isArray(outputs) ? outputs : []) {
    if (!isObject(output)) continue;
    const last = result.at(-1);
    const type = output["output_type"];
    if (type === "stream" && last?.["output_type"] === "stream" && last["name"] === output["name"]) {
      result[result.length - 1] = { ...last, text: text(last["text"]) + text(output["text"]) };
    } else if (type === "execute_result") {
      result.push({ ...without(output, new Set(["transient"])), execution_count: count });
    } else result.push(without(output, new Set(["transient"])));
  }
  return result;
}

function without(object: JsonObject, fields: ReadonlySet<string>): Record<string, Json> {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.has(field)));
}

/** A text that may be a list of lines, as one string. */
export function text(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === "string").join("") : "";
}
