/** The form of a committed chapter. */
import { basename } from "node:path";
import { formatNotebook, isObject, parseNotebook } from "../../app/course/notebook";
import type { Cell, Json, JsonObject, Notebook } from "../../app/course/notebook";
import { canonicalNotebook, text } from "../../app/notebook/canonical";
import { tagsOf } from "../../app/notebook/run";
import { nbformatFaults } from "./nbformat";
import { importsOf } from "./source";
import type { Problem, TextFile } from "./source";

const bytesMax = 1.5 * 1024 * 1024;
const codeLinesMax = 25;
const codeLinesMedianMax = 5;
const minutesMin = 25;
const minutesMax = 60;

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Everything that is wrong with a chapter's notebook. */
export function notebookForm(file: TextFile): Problem[] {
  const faults = formatFaults(file);
  if (faults.length > 0) return faults.map((message) => ({ path: file.path, line: 1, message }));
  const notebook = parseNotebook(file.text);
  const messages = [
    ...sizeFaults(file),
    ...canonicalFaults(file, notebook),
    ...metadataFaults(file, notebook),
    ...openingFaults(notebook),
    ...codeFaults(notebook),
    ...executionFaults(notebook),
    ...importFaults(notebook),
  ];
  return messages.map((message) => ({ path: file.path, line: 1, message }));
}

function formatFaults({ text: content }: TextFile): string[] {
  try {
    return nbformatFaults(JSON.parse(content)).map((at) => `not nbformat 4.5: ${at}`);
  } catch {
    return ["not JSON"];
  }
}

function sizeFaults({ text: content }: TextFile): string[] {
  const bytes = Buffer.byteLength(content);
  return bytes <= bytesMax ? [] : [`${(bytes / 1024 / 1024).toFixed(2)} MB; at most 1.5`];
}

function canonicalFaults(file: TextFile, notebook: Notebook): string[] {
  if (formatNotebook(canonicalNotebook(notebook)) === file.text) return [];
  return [`not canonical: node app/bin/notebook.mjs format ${file.path} mends it`];
}

const isPositiveWhole = (value: Json | undefined): value is number => Number.isInteger(value) && Number(value) > 0;
const isWords = (value: Json | undefined): value is string => typeof value === "string" && value.trim() !== "";

function metadataFaults(file: TextFile, notebook: Notebook): string[] {
  const about = notebook.metadata["distlab"];
  if (!isObject(about)) return ["metadata.distlab is missing"];
  const name = basename(file.path, ".ipynb");
  const faults: string[] = [];
  if (!/^\d\d(-[a-z0-9]+)+$/.test(name)) faults.push("the file's name is not like 05-two-generals.ipynb");
  if (about["id"] !== name) faults.push(`metadata.distlab.id is not the file's name, ${name}`);
  if (!isWords(about["title"])) faults.push("metadata.distlab.title is missing");
  const question = about["question"];
  if (!isWords(question) || !question.endsWith("?")) faults.push("metadata.distlab.question is no question");
  const minutes = about["minutes"];
  if (!isPositiveWhole(minutes) || minutes < minutesMin || minutes > minutesMax) {
    faults.push(`metadata.distlab.minutes is no whole number from ${minutesMin} to ${minutesMax}`);
  }
  return [...faults, ...prerequisiteFaults(about, name), ...exerciseFaults(about, name)];
}

function prerequisiteFaults(about: JsonObject, name: string): string[] {
  const needed = about["prerequisites"];
  if (!isList(needed)) return ["metadata.distlab.prerequisites is no list"];
  return needed
    .filter((id) => !isWords(id) || !/^\d\d(-[a-z0-9]+)+$/.test(id) || id.slice(0, 2) >= name.slice(0, 2))
    .map((id) => `prerequisite ${JSON.stringify(id)} is no earlier chapter's id`);
}

function exerciseFaults(about: JsonObject, name: string): string[] {
  const exercises = about["exercises"];
  if (!isList(exercises)) return ["metadata.distlab.exercises is no list"];
  const seen = new Set<unknown>();
  return exercises.flatMap((exercise) => {
    const fields: JsonObject = isObject(exercise) ? exercise : {};
    const { id, title, points } = fields;
    const told = JSON.stringify(id ?? exercise);
    const faults: string[] = [];
    const [chapter, slug = "", ...rest] = isWords(id) ? id.split("/") : [];
    if (chapter !== name || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || rest.length > 0) {
      faults.push(`exercise ${told}: its id is not like ${name}/some-name`);
    }
    if (seen.has(id)) faults.push(`exercise ${told} is there twice`);
    seen.add(id);
    if (!isWords(title)) faults.push(`exercise ${told} has no title`);
    if (!isPositiveWhole(points)) faults.push(`exercise ${told}: its points are no whole number above 0`);
    return faults;
  });
}

function openingFaults({ cells }: Notebook): string[] {
  const first = cells[0];
  const headed = first?.cell_type === "markdown" && text(first.source).startsWith("# ");
  const empty = cells.filter((cell) => text(cell.source) === "").map((cell) => `cell ${text(cell["id"])} is empty`);
  return headed ? empty : ["the first cell is no Markdown that begins with # and the title", ...empty];
}

const codeCells = ({ cells }: Notebook): Cell[] => cells.filter((cell) => cell.cell_type === "code");
const lineCount = (cell: Cell): number =>
  text(cell.source)
    .split("\n")
    .filter((line) => line.trim() !== "").length;

function codeFaults(notebook: Notebook): string[] {
  const code = codeCells(notebook);
  const long = code
    .filter((cell) => lineCount(cell) > codeLinesMax)
    .map((cell) => `cell ${text(cell["id"])} has ${lineCount(cell)} lines of code; at most ${codeLinesMax}`);
  const lengths = code.map(lineCount).toSorted((a, b) => a - b);
  const median = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  if (median <= codeLinesMedianMax) return long;
  return [...long, `the median code cell has ${median} lines; at most ${codeLinesMedianMax}`];
}

function executionFaults(notebook: Notebook): string[] {
  return codeCells(notebook).flatMap((cell, index) => {
    const id = text(cell["id"]);
    if (cell["execution_count"] !== index + 1) return [`cell ${id} was not executed in order (distlab run --write)`];
    const failed = isList(cell["outputs"]) && cell["outputs"].some(isError);
    const announced = tagsOf(cell).includes("raises-exception");
    if (failed && !announced) return [`cell ${id} shows an error and is not tagged raises-exception`];
    return announced && !failed ? [`cell ${id} is tagged raises-exception and shows no error`] : [];
  });
}

const isError = (output: Json): boolean => isObject(output) && output["output_type"] === "error";

function importFaults(notebook: Notebook): string[] {
  return codeCells(notebook).flatMap((cell) => {
    const imports = importsOf({ path: "cell.ts", text: text(cell.source) });
    return imports
      .filter(({ specifier }) => specifier !== "distlab" && !specifier.startsWith("node:"))
      .map(({ specifier }) => `cell ${text(cell["id"])} imports ${specifier}: only "distlab" (and node:)`);
  });
}
