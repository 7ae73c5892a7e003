/** What charts can be told, and the checks of it. */
import { list } from "../words";
import { titleOf } from "../table";

/** A column of the rows, and how its axis looks. */
export interface AxisOptions {
  /** The field of the rows. */
  readonly field: string;
  /** Default: the field's name in words. */
  readonly title?: string;
  /** In brackets after the title. */
  readonly unit?: string;
  /** Default `linear`; a logarithmic axis shows only values above 0. */
  readonly scale?: "linear" | "log";
  /** Default: what the values need. Values outside are not drawn. */
  readonly domain?: readonly [least: number, most: number];
  /** Whether values are shares of 1, to be written in per cent. Default false. */
  readonly percent?: boolean;
}

/** Published values: rows with the same fields as the chart's own, and what they are. */
export type PublishedRow = { readonly [field: string]: unknown };

/** What a chart draws of its rows, and how. */
export interface ChartOptions {
  /** The field along x, or the field with how its axis looks. */
  readonly x: string | AxisOptions;
  /** The field along y. Default `value`. Histograms and distributions have none: they count. */
  readonly y?: string | AxisOptions;
  /** The field that tells series apart, each with its own colour and name. */
  readonly series?: string;
  /** Values to show beside the measured ones: rows with the fields of x, y and series, and `label` (default `published`). */
  readonly published?: readonly PublishedRow[];
  /**
   * What is drawn around each value. `true`: a 95 % interval of the mean or median of the rows with the same x;
   * `quartiles` or `range` of them; or the two fields that hold the limits. Default: nothing.
   */
  readonly limits?: boolean | "interval" | "quartiles" | "range" | readonly [low: string, high: string];
  /** How rows with the same x (and series) become one value. Default `mean`. Points are never joined. */
  readonly of?: "mean" | "median";
  /** Under the chart, before the seeds and the number of runs, which are added. */
  readonly caption?: string;
  /** Above the chart. Default: none, for the text around it says it. */
  readonly title?: string;
  /** Of the plot in pixels, 160 to 1600. Default 560. */
  readonly width?: number;
  /** Of the plot in pixels, 80 to 1200. Default 280. */
  readonly height?: number;
  /** About how many bins a histogram has, 1 to 500. Default 30. */
  readonly bins?: number;
}

/** One row of what a chart is drawn from. */
export type ChartRow = { readonly [field: string]: unknown };

/** An axis whose options are checked. */
export interface AxisChoice {
  readonly field: string;
  readonly title: string;
  readonly scale: "linear" | "log";
  readonly domain: readonly [number, number] | undefined;
  readonly percent: boolean;
}

/** Reads what is said of an axis, and names the field if the rows do not have it. */
export function axisChoice(name: string, given: string | AxisOptions, rows: readonly ChartRow[]): AxisChoice {
  const options = typeof given === "string" ? { field: given } : given;
  needField(name, options.field, rows);
  const title = options.title ?? titleOf(options.field, options.unit === undefined);
  const { domain, scale = "linear" } = options;
  if (scale !== "linear" && scale !== "log") {
    throw new RangeError(`${name}.scale is ${String(scale)}; allowed is linear or log`);
  }
  const least = scale === "log" ? 0 : -Infinity;
  if (domain && !(domain[0] > least && domain[0] < domain[1] && domain[1] < Infinity)) {
    throw new RangeError(
      `${name}.domain is [${domain.join(", ")}]; allowed is [least, most]${scale === "log" ? " above 0" : ""}, least first`,
    );
  }
  return {
    field: options.field,
    title: options.unit === undefined ? title : `${title} (${options.unit})`,
    scale,
    domain,
    percent: options.percent ?? false,
  };
}

/** @throws RangeError where no row has `field` */
export function needField(name: string, field: string, rows: readonly ChartRow[]): void {
  if (rows.some((row) => row[field] !== undefined)) return;
  const known = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  throw new RangeError(`${name} is ${JSON.stringify(field)}; the rows have ${list(known)}`);
}

export function checkRows(rows: unknown): asserts rows is readonly ChartRow[] {
  if (!Array.isArray(rows)) throw new TypeError(`rows is ${typeof rows}; allowed is a list of objects, as sweep gives`);
  const at = rows.findIndex((row) => typeof row !== "object" || row === null);
  if (at >= 0)
    throw new TypeError(
      `rows[${at}] is ${JSON.stringify(rows[at])}; allowed is an object with a field for each column`,
    );
  if (rows.length === 0) throw new RangeError("rows is an empty list; allowed is one row or more");
}

export function checkSizes({ width, height, bins }: ChartOptions): void {
  within("width", width, 160, 1600);
  within("height", height, 80, 1200);
  within("bins", bins, 1, 500);
}

function within(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && !(value >= least && value <= most)) {
    throw new RangeError(`${name} is ${value}; allowed is ${least} to ${most}`);
  }
}

/** The number in a row; true and false are 1 and 0, and null is no value. */
export function numberIn(row: ChartRow, field: string, name: string): number | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(
      `${name}: ${field} is ${JSON.stringify(value) ?? String(value)} in a row; allowed are numbers, true and false`,
    );
  }
  return value;
}
