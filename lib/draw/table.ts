/** Tables: rows of named values, with units in the heads and numbers aligned at the right. */
import type { Drawing } from "./drawing";
import { textual } from "./drawing";
import { escaped } from "./element";
import { columns as widthOf, padEnd, padStart } from "./measure";
import { data, list, number } from "./words";
import type { Data } from "../data";

/** What may stand in a row. `undefined` is an empty cell. */
export type TableCell = Data | undefined;
/** A row: its cells by the names of their columns. */
export type TableRow = { readonly [column: string]: TableCell };

/** One column of a table. */
export interface TableColumn {
  /** The field of the rows that it shows. */
  readonly name: string;
  /** Its head. Default: the field's name in words (`latencyMs` → `latency (ms)`). */
  readonly title?: string;
  /** Its unit, in brackets after the title. */
  readonly unit?: string;
  /** How many significant digits numbers have. Default 4. */
  readonly digits?: number;
  /** How a value is written, where the default will not do. */
  readonly format?: (value: TableCell, row: TableRow) => string;
}

/** Which columns a table has, and its caption. */
export interface TableOptions {
  /** Which fields to show, in which order: names, or names with how they are shown. Default: all, as they come. */
  readonly columns?: readonly (string | TableColumn)[];
  readonly caption?: string;
}

interface Ready {
  readonly heads: readonly string[];
  readonly numeric: readonly boolean[];
  readonly cells: readonly (readonly string[])[];
  readonly caption: string | undefined;
}

/**
 * A table of rows.
 * @throws RangeError where `columns` names a field that no row has
 * @example
 * table([{ node: "A", role: "leader" }]).toString().includes("leader"); // → true
 */
export function table(rows: readonly object[], options: TableOptions = {}): Drawing {
  const ready = prepared(rows as readonly TableRow[], options);
  return textual(
    () => ({ "text/html": html(ready), "text/markdown": markdown(ready) }),
    () => text(ready),
  );
}

function prepared(rows: readonly TableRow[], options: TableOptions): Ready {
  if (!Array.isArray(rows)) throw new TypeError(`rows is ${typeof rows}; allowed is a list of objects`);
  const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const shown = (options.columns ?? known).map((column) => (typeof column === "string" ? { name: column } : column));
  for (const { name } of shown) {
    if (rows.length > 0 && !known.includes(name)) {
      throw new RangeError(`columns has ${JSON.stringify(name)}; the rows have ${list(known)}`);
    }
  }
  return {
    heads: shown.map((column) => headOf(column)),
    numeric: shown.map(({ name }) =>
      rows.every((row) => row[name] === undefined || row[name] === null || typeof row[name] === "number"),
    ),
    cells: rows.map((row) => shown.map((column) => cellText(row, column))),
    caption: options.caption,
  };
}

function headOf(column: TableColumn): string {
  const title = column.title ?? titleOf(column.name, column.unit === undefined);
  return column.unit === undefined ? title : `${title} (${column.unit})`;
}

const unitsInNames: { readonly [suffix: string]: string } = {
  Ms: "ms",
  Bytes: "bytes",
  Percent: "%",
  Ppm: "ppm",
  Seconds: "s",
};

/** `medianMs` → `median (ms)`, `acksSent` → `acks sent`. */
export function titleOf(name: string, withUnit = true): string {
  const unit = withUnit
    ? Object.entries(unitsInNames).find(([suffix]) => name.endsWith(suffix) && name.length > suffix.length)
    : undefined;
  const stem = unit ? name.slice(0, -unit[0].length) : name;
  const words = /^[a-z][A-Za-z0-9]*$/.test(stem) ? stem.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase() : stem;
  return unit ? `${words} (${unit[1]})` : words;
}

function cellText(row: TableRow, column: TableColumn): string {
  const value = row[column.name];
  if (column.format) return column.format(value, row);
  if (value === undefined || value === null) return "";
  return typeof value === "number" ? number(value, column.digits ?? 4) : data(value, 80);
}

function text({ heads, numeric, cells, caption }: Ready): string {
  const widths = heads.map((head, index) => Math.max(widthOf(head), ...cells.map((row) => widthOf(row[index]!))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (numeric[index] ? padStart : padEnd)(cell, widths[index]!))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  const lines = [line(heads), rule, ...cells.map((row) => line(row))];
  return (caption === undefined ? lines : [caption, "", ...lines]).join("\n");
}

function markdown({ heads, numeric, cells, caption }: Ready): string {
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell) => cell.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replace(/\s+/g, " ")).join(" | ")} |`;
  const rule = `| ${numeric.map((right) => (right ? "---:" : "---")).join(" | ")} |`;
  const lines = [line(heads), rule, ...cells.map((row) => line(row))];
  return (caption === undefined ? lines : [`*${caption.replaceAll("*", "\\*")}*`, "", ...lines]).join("\n");
}

/** Plain markup: classic notebooks, GitHub and our page each give it their own look. */
function html({ heads, numeric, cells, caption }: Ready): string {
  const align = (index: number): string => (numeric[index] ? ` style="text-align:right"` : ` style="text-align:left"`);
  const row = (tag: string, items: readonly string[], scope = ""): string =>
    `<tr>${items.map((item, index) => `<${tag}${scope}${align(index)}>${escaped(item)}</${tag}>`).join("")}</tr>`;
  const title = caption === undefined ? "" : `<caption style="text-align:left">${escaped(caption)}</caption>`;
  return `<table>${title}<thead>${row("th", heads, ' scope="col"')}</thead><tbody>${cells.map((cellsOfRow) => row("td", cellsOfRow)).join("")}</tbody></table>`;
}
