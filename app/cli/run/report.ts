/** What `distlab run` says about a notebook: a line when all is well, and what a person needs when it is not. */
import { stripVTControlCharacters } from "node:util";
import type { Json } from "../../course/notebook";
import { isObject } from "../../course/notebook";
import { text } from "../../notebook/canonical";
import { describeDifference } from "../../notebook/compare";
import { shownText } from "../../notebook/shown";
import type { CellReport, NotebookReport } from "../../notebook/run";
import { counted, duration } from "../terminal";
import type { Writer } from "../terminal";
import { codeCells, isOk } from "./result";
import type { RunResult } from "./result";

const sourceLinesMax = 30;
const errorLinesMax = 20;
const shownLinesMax = 10;

/** One notebook's lines. */
export function describeResult(result: RunResult, writer: Writer): string {
  const { file, report, fault, written } = result;
  const ok = isOk(result);
  const mark = ok ? writer.style("green", "✓") : writer.style("red", "✗");
  const name = writer.style("bold", file.name);
  const cells = counted(codeCells(file.notebook), "cell");
  const wrote = written === undefined ? "" : written ? " · written" : " · unchanged";
  const head = `${mark} ${name}  ${writer.style("dim", `${cells}, ${duration(result.milliseconds)}${wrote}`)}`;
  if (ok) return head;
  const lines = [head, ...(report === undefined ? [] : describeReport(report, writer))];
  if (fault !== undefined) lines.push(`  ${writer.style("red", fault)}`);
  return lines.join("\n");
}

function describeReport(report: NotebookReport, writer: Writer): string[] {
  const failed = report.cells.filter(({ outcome }) => outcome === "failed");
  const differing = report.cells.filter(({ outcome }) => outcome === "differs");
  const notRun = report.cells.filter(({ outcome }) => outcome === "not run").length;
  const lines: string[] = [];
  const [first, ...others] = differing;
  if (first !== undefined) lines.push(...describeDiffering(first, writer));
  if (others.length > 0) lines.push(`  also different: ${others.map((cell) => place(cell)).join(", ")}`);
  for (const cell of failed) lines.push(...describeFailure(cell, writer));
  if (notRun > 0) lines.push(`  ${counted(notRun, "cell")} after it ${notRun === 1 ? "was" : "were"} not run`);
  return lines;
}

const place = ({ id, number }: CellReport): string => `${id} [${number}]`;

function describeDiffering(cell: CellReport, writer: Writer): string[] {
  const told = describeDifference(cell.difference!, writer.width).split("\n");
  const coloured = told.map((line) => {
    if (/^ {2}- /.test(line)) return writer.style("red", line);
    return /^ {2}\+ /.test(line) ? writer.style("green", line) : line;
  });
  return ["", `  cell ${writer.style("bold", place(cell))} shows something else:`, ...coloured.map(indent), ""];
}

function describeFailure(cell: CellReport, writer: Writer): string[] {
  const error = cell.outputs.findLast((output) => isObject(output) && output["output_type"] === "error");
  const before = shownText(cell.outputs.filter((output) => output !== error) as Json);
  return [
    "",
    `  cell ${writer.style("bold", place(cell))} failed after ${duration(cell.milliseconds)}:`,
    "",
    ...numbered(cell.source, writer),
    "",
    ...(before === "" ? [] : last(before.split("\n"), shownLinesMax).map(indent)),
    ...errorLines(error, writer).map(indent),
    "",
  ];
}

function numbered(source: string, writer: Writer): string[] {
  const lines = source.split("\n");
  const digits = String(lines.length).length;
  const shown = lines.slice(0, sourceLinesMax).map((line, index) => {
    return `  ${writer.style("dim", `${String(index + 1).padStart(digits + 1)} │`)} ${line}`;
  });
  return lines.length > sourceLinesMax ? [...shown, `  … ${lines.length - sourceLinesMax} more lines`] : shown;
}

function errorLines(error: Json | undefined, writer: Writer): string[] {
  if (!isObject(error)) return [writer.style("red", "the kernel did not run this cell")];
  const traceback = Array.isArray(error["traceback"]) ? error["traceback"].map((line) => text(line)) : [];
  const told = traceback.length > 0 ? traceback : [`${text(error["ename"])}: ${text(error["evalue"])}`];
  const lines = told.flatMap((line) => line.split("\n")).filter((line) => line.trim() !== "");
  const plain = writer.colours ? lines : lines.map((line) => stripVTControlCharacters(line));
  return plain.length > errorLinesMax ? [...plain.slice(0, errorLinesMax), "…"] : plain;
}

const last = (lines: readonly string[], count: number): string[] =>
  lines.length > count ? ["…", ...lines.slice(-count)] : [...lines];

const indent = (line: string): string => (line === "" ? "" : `    ${line}`);

/** The line below several notebooks. */
export function summary(results: readonly RunResult[], writer: Writer): string {
  const good = results.filter(isOk).length;
  const bad = results.length - good;
  const told = `${counted(good, "notebook")} ok${bad > 0 ? `, ${bad} not` : ""}`;
  return writer.style(bad > 0 ? "red" : "green", told);
}
