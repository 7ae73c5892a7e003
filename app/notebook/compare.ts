/**
 * Compares what a cell has shown with what is committed, and says where they first differ.
 *
 * `exact` compares output by output: kind, text, every MIME type. `shown` compares what a reader sees, whichever
 * message carries it: all text together, then the drawings in order; stock tslab sends values and errors as streams.
 * What is normalised first is told in `normalise.ts`.
 */
import { isObject } from "../course/notebook";
import type { Json, JsonObject } from "../course/notebook";
import { canonicalOutputs, text } from "./canonical";
import { normaliseText } from "./normalise";
import type { PathCleaner } from "./normalise";
import { outputText } from "./shown";

export type ComparisonMode = "exact" | "shown";

/** The first place where two runs differ. */
export interface Difference {
  /** What differs, for example `output 2, image/svg+xml`. */
  readonly what: string;
  /** The committed side, normalised; empty where there is nothing. */
  readonly committed: string;
  /** The fresh side, normalised; empty where there is nothing. */
  readonly fresh: string;
}

export interface CompareOptions {
  readonly mode: ComparisonMode;
  readonly cleanPaths: PathCleaner;
  /** Whether what an exercise's check shows counts too: it depends on the reader's answer. Default false. */
  readonly withChecks?: boolean;
}

/** One thing to be compared: a name and a text in lines. */
type Part = readonly [what: string, text: string];

/** The first difference between a cell's committed and fresh outputs; undefined when they show the same. */
export function compareOutputs(
  committed: Json | undefined,
  fresh: Json | undefined,
  options: CompareOptions,
): Difference | undefined {
  const { mode, cleanPaths, withChecks = false } = options;
  const partsOf = (outputs: Json | undefined): Part[] => {
    const counted = comparable(outputs, withChecks);
    return mode === "exact" ? exactParts(counted, cleanPaths) : shownParts(counted, cleanPaths);
  };
  const [left, right] = [partsOf(committed), partsOf(fresh)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [before, after] = [left[index], right[index]];
    if (before?.[0] === after?.[0] && before?.[1] === after?.[1]) continue;
    const sameName = before === undefined || after === undefined || before[0] === after[0];
    const what = sameName ? (before ?? after)![0] : `${before[0]} became ${after[0]}`;
    return { what, committed: before?.[1] ?? "", fresh: after?.[1] ?? "" };
  }
  return undefined;
}

/** What an exercise's check shows depends on the reader's answer: it is the chapter's only for who writes it. */
function comparable(outputs: Json | undefined, withChecks: boolean): readonly JsonObject[] {
  const isCheck = (data: Json | undefined): boolean => isObject(data) && "application/vnd.distlab.check+json" in data;
  return canonicalOutputs(outputs, null).filter((output) => withChecks || !isCheck(output["data"]));
}

function exactParts(outputs: readonly JsonObject[], cleanPaths: PathCleaner): Part[] {
  return outputs.flatMap((output, index) => {
    const name = `output ${index + 1}`;
    switch (output["output_type"]) {
      case "stream":
        return [[`${name}, ${text(output["name"])}`, normaliseText(text(output["text"]), cleanPaths)] as const];
      case "error":
        return [[`${name}, error`, errorText(output, cleanPaths)] as const];
      default:
        return bundleParts(output["data"], name, cleanPaths);
    }
  });
}

function errorText(output: JsonObject, cleanPaths: PathCleaner): string {
  const traceback: readonly Json[] = Array.isArray(output["traceback"]) ? output["traceback"] : [];
  const lines = [outputText(output), ...traceback.map((line) => text(line))];
  return normaliseText(lines.join("\n"), cleanPaths);
}

function bundleParts(data: Json | undefined, name: string, cleanPaths: PathCleaner): Part[] {
  const bundle = isObject(data) ? data : {};
  // What people can read comes first, so that a difference is told in words where it can be.
  const types = Object.keys(bundle).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return types.map((type) => [`${name}, ${type}`, mimeText(type, bundle[type]!, cleanPaths)] as const);
}

const rank = (type: string): number => (type === "text/plain" ? 0 : type.endsWith("json") ? 1 : 2);

function mimeText(type: string, value: Json, cleanPaths: PathCleaner): string {
  if (type === "application/json" || type.endsWith("+json")) return cleanPaths(indented(value));
  const content = normaliseText(text(value), cleanPaths);
  return type === "image/svg+xml" || type === "text/html" ? content.replace(/></g, ">\n<") : content;
}

/** JSON in lines, with sorted keys: the order of keys means nothing. */
function indented(value: Json): string {
  return JSON.stringify(value, sortKeys, 1);
}

function sortKeys(_field: string, item: unknown): unknown {
  if (!isObject(item)) return item;
  return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Stock tslab tells of errors on stderr only, in other words than ours: of a failed cell only the failure counts. */
function shownParts(all: readonly JsonObject[], cleanPaths: PathCleaner): Part[] {
  const failed = all.some((output) => output["output_type"] === "error");
  const words: string[] = [];
  const drawings: Part[][] = [];
  for (const output of all) {
    if (failed && (output["output_type"] === "error" || output["name"] === "stderr")) continue;
    if (isDrawing(output)) drawings.push(bundleParts(output["data"], `drawing ${drawings.length + 1}`, cleanPaths));
    else words.push(normaliseText(outputText(output), cleanPaths));
  }
  const lines = words.join("\n").split("\n");
  const shown = lines.filter((line) => line !== "").join("\n");
  return [["text", shown], ...drawings.flat(), ["outcome", failed ? "an error" : "no error"]];
}

function isDrawing(output: JsonObject): boolean {
  return isObject(output["data"]) && Object.keys(output["data"]).some((type) => type !== "text/plain");
}

/** Lines shown of each side before they are cut. */
const linesShownMax = 6;
const contextLines = 2;

/** A difference for people: the first line that differs with the lines before it, the committed side marked `-`. */
export function describeDifference(difference: Difference, width = 110): string {
  const before = difference.committed === "" ? [] : difference.committed.split("\n");
  const after = difference.fresh === "" ? [] : difference.fresh.split("\n");
  let at = 0;
  while (at < Math.min(before.length, after.length) && before[at] === after[at]) at += 1;
  let tail = 0;
  const rest = Math.min(before.length, after.length) - at;
  while (tail < rest && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const offset = firstDifference(before[at] ?? "", after[at] ?? "");
  const cut = (line: string) => around(line, offset, width - 4);
  const side = (mark: string, lines: readonly string[]) => {
    const shown = lines.slice(at, Math.max(at, lines.length - tail));
    const more = shown.length > linesShownMax ? [`  ${mark} … ${shown.length - linesShownMax} more lines`] : [];
    return [...shown.slice(0, linesShownMax).map((line) => `  ${mark} ${cut(line)}`), ...more];
  };
  const context = before.slice(Math.max(0, at - contextLines), at).map((line) => `    ${cut(line)}`);
  const sides = [...side("-", before), ...side("+", after)];
  const place = at === 0 ? "" : `, line ${at + 1}`;
  return [`${difference.what}${place} (- committed, + this run)`, ...context, ...sides].join("\n");
}

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return at;
}

/** A long line cut so that position `offset` can be seen. */
function around(line: string, offset: number, width: number): string {
  if (line.length <= width) return line;
  const start = Math.max(0, Math.min(offset - Math.floor(width / 3), line.length - width));
  const end = Math.min(line.length, start + width);
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}
