/** From rows and options to a figure: groups, middles, bins, distributions. */
import { captionOf, descriptionOf } from "./caption";
import { axisOf, categoryAxis } from "./domain";
import type { Axis, ChartKind, Figure, Point, PublishedPoint, Series } from "./figure";
import type { AxisChoice, ChartOptions, ChartRow } from "./options";
import { axisChoice, checkRows, checkSizes, needField, numberIn } from "./options";
import type { Limits } from "./statistics";
import { extent, tidy } from "../round";
import { binned, quantile, summarise } from "./statistics";

/** Rows of one series, in the order in which they came. */
interface Group {
  readonly name: string;
  readonly rows: readonly ChartRow[];
}

/** Checks everything, then decides everything but pixels. */
export function figureOf(kind: ChartKind, rows: readonly ChartRow[], options: ChartOptions): Figure {
  checkRows(rows);
  checkSizes(options);
  if (options.series !== undefined) needField("series", options.series, rows);
  const counted = kind === "histogram" || kind === "cdf";
  const groups = groupsOf(rows, options.series);
  const x = axisChoice("x", options.x, rows);
  const y = counted ? undefined : axisChoice("y", options.y ?? "value", rows);
  const drawn = counted ? countedParts(kind, groups, x, options) : measuredParts(kind, groups, x, y!, options);
  const figure = {
    kind,
    ...drawn,
    limits: drawn.series.some((series) => series.points.some((point) => point.low !== undefined)),
    title: options.title,
    caption: captionOf(kind, rows, groups.length, options, drawn.series),
    width: options.width ?? 560,
    height: options.height ?? 280,
  };
  return { ...figure, description: descriptionOf(figure) };
}

interface Parts {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly published: readonly PublishedPoint[];
}

function groupsOf(rows: readonly ChartRow[], series: string | undefined): readonly Group[] {
  if (series === undefined) return [{ name: "", rows }];
  const groups = new Map<string, ChartRow[]>();
  for (const row of rows) {
    const name = String(row[series]);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].map(([name, members]) => ({ name, rows: members }));
}

function measuredParts(
  kind: ChartKind,
  groups: readonly Group[],
  x: AxisChoice,
  y: AxisChoice,
  options: ChartOptions,
): Parts {
  const named = groups.some((group) => group.rows.some((row) => typeof row[x.field] === "string"));
  const categories = kind === "bar" || named ? categoriesOf(groups, x.field) : undefined;
  const series = groups.map((group, colour) => ({
    name: group.name,
    colour,
    points: kind === "points" ? rawPoints(group.rows, x, y, named) : joined(group.rows, x, y, categories, options),
  }));
  const published = publishedPoints(groups, x, y, options, categories !== undefined);
  const ys = [
    ...series.flatMap(({ points }) =>
      points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
    ),
    ...published.flatMap((point) => point.y ?? []),
  ];
  const xs = [...series.flatMap(({ points }) => points.map((point) => point.x)), ...published.map((point) => point.x)];
  return {
    x: categories ? categoryAxis(x.title, categories) : axisOf(x, xs as number[], { zero: false }),
    y: axisOf(y, ys, { zero: kind === "bar" || y.percent }),
    series,
    published,
  };
}

/** The x of a row: a number, or a category's name. */
function xOf(row: ChartRow, field: string, category: boolean): number | string | undefined {
  const value = row[field];
  if (value === undefined || value === null) return undefined;
  return category ? String(value) : numberIn(row, field, "x");
}

/** Numbers in their order, then names in the order in which they come. */
function categoriesOf(groups: readonly Group[], field: string): readonly string[] {
  const values = [...new Set(groups.flatMap((group) => group.rows.map((row) => row[field])))].filter(
    (value) => value !== undefined && value !== null,
  );
  const numbers = values.filter((value) => typeof value === "number").toSorted((one, other) => one - other);
  return [...numbers, ...values.filter((value) => typeof value !== "number")].map(String);
}

function rawPoints(rows: readonly ChartRow[], x: AxisChoice, y: AxisChoice, category: boolean): readonly Point[] {
  return rows.flatMap((row) => {
    const [at, value] = [xOf(row, x.field, category), numberIn(row, y.field, "y")];
    return at === undefined || value === undefined || !isShown(at, x) || !isShown(value, y)
      ? []
      : [{ x: at, y: value }];
  });
}

/** One point for each x: the middle of its rows. */
function joined(
  rows: readonly ChartRow[],
  x: AxisChoice,
  y: AxisChoice,
  categories: readonly string[] | undefined,
  options: ChartOptions,
): readonly Point[] {
  const byX = new Map<number | string, ChartRow[]>();
  for (const row of rows) {
    const at = xOf(row, x.field, categories !== undefined);
    if (at === undefined || numberIn(row, y.field, "y") === undefined) continue;
    const same = byX.get(at);
    if (same) same.push(row);
    else byX.set(at, [row]);
  }
  const points = [...byX].map(([at, same]) => ({ x: at, ...middleOf(same, y.field, options) }));
  const placed = categories
    ? points.toSorted((one, other) => categories.indexOf(String(one.x)) - categories.indexOf(String(other.x)))
    : points.toSorted((one, other) => Number(one.x) - Number(other.x));
  return placed.filter((point) => isShown(point.x, x) && isShown(point.y, y));
}

function middleOf(rows: readonly ChartRow[], field: string, options: ChartOptions): Omit<Point, "x"> {
  const { limits } = options;
  const kind: Limits = limits === "quartiles" || limits === "range" ? limits : "interval";
  const { y, low, high } = summarise(
    rows.map((row) => numberIn(row, field, "y")!),
    options.of ?? "mean",
    kind,
  );
  if (limits === undefined || limits === false) return { y };
  if (typeof limits !== "object") return rows.length > 1 ? { y, low, high } : { y };
  const [lowField, highField] = limits;
  needField("limits", lowField, rows);
  needField("limits", highField, rows);
  return { y, low: numberIn(rows[0]!, lowField, "limits") ?? y, high: numberIn(rows[0]!, highField, "limits") ?? y };
}

function isShown(value: number | string, { scale, domain }: AxisChoice): boolean {
  if (typeof value === "string") return true;
  if (!Number.isFinite(value) || (scale === "log" && value <= 0)) return false;
  return domain === undefined || (value >= domain[0] && value <= domain[1]);
}

function countedParts(kind: ChartKind, groups: readonly Group[], x: AxisChoice, options: ChartOptions): Parts {
  const values = groups.map((group) =>
    group.rows.flatMap((row) => numberIn(row, x.field, "x") ?? []).filter((value) => isShown(value, x)),
  );
  const all = values.flat();
  const domain = x.domain ?? extent(all);
  const series = groups.map((group, colour) => ({
    name: group.name,
    colour,
    points:
      kind === "histogram"
        ? histogramPoints(values[colour]!, options.bins ?? 30, domain, x.scale === "log")
        : distributionPoints(values[colour]!),
  }));
  const published = publishedPoints(groups, x, undefined, options, false);
  const edges = series.flatMap(({ points }) =>
    points.flatMap((point) => [Number(point.x), point.x2 ?? Number(point.x)]),
  );
  const share = { field: "share", title: "share of runs", scale: "linear", domain: [0, 1], percent: true } as const;
  const count = { field: "count", title: "runs", scale: "linear", domain: undefined, percent: false } as const;
  return {
    x: axisOf(x, [...edges, ...published.map((point) => Number(point.x))], { zero: false }),
    y:
      kind === "cdf"
        ? axisOf(share, [0, 1], { zero: true })
        : axisOf(
            count,
            series.flatMap(({ points }) => points.map((point) => point.y)),
            { zero: true },
          ),
    series,
    published,
  };
}

/** On a logarithmic axis, bins of equal width there: tenths of powers of ten and the like. */
function histogramPoints(
  values: readonly number[],
  bins: number,
  domain: readonly [number, number],
  isLogarithmic: boolean,
): readonly Point[] {
  if (!isLogarithmic) return binned(values, bins, domain).map(({ from, to, count }) => ({ x: from, x2: to, y: count }));
  const ends: readonly [number, number] = [Math.log10(domain[0]), Math.log10(domain[1])];
  const powers = binned(
    values.map((value) => Math.log10(value)),
    bins,
    ends,
  );
  const power = (exponent: number): number => tidy(Math.exp(exponent * Math.LN10));
  return powers.map(({ from, to, count }) => ({ x: power(from), x2: power(to), y: count }));
}

/** More steps than this cannot be told apart. */
const stepsMost = 150;

/** The share of values up to each x; of very many values only so many are kept, the extremes always. */
function distributionPoints(values: readonly number[]): readonly Point[] {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length <= stepsMost) {
    const shares = new Map(sorted.map((value, index) => [value, (index + 1) / sorted.length]));
    return [...shares].map(([x, y]) => ({ x, y }));
  }
  const points = Array.from({ length: stepsMost + 1 }, (_, index) => ({
    x: quantile(sorted, index / stepsMost),
    y: index / stepsMost,
  }));
  return points.filter((point, index) => point.x !== points[index + 1]?.x);
}

function publishedPoints(
  groups: readonly Group[],
  x: AxisChoice,
  y: AxisChoice | undefined,
  options: ChartOptions,
  category: boolean,
): readonly PublishedPoint[] {
  const rows = options.published ?? [];
  if (rows.length > 0) needField("published: x", x.field, rows);
  const yField = y?.field ?? "share";
  if (y && rows.length > 0) needField("published: y", yField, rows);
  return rows.flatMap((row) => {
    const at = xOf(row, x.field, category);
    const value = numberIn(row, yField, "published: y");
    if (at === undefined) return [];
    const name = options.series === undefined ? "" : String(row[options.series]);
    const label = typeof row["label"] === "string" ? row["label"] : "published";
    return [
      {
        x: at,
        ...(value === undefined ? {} : { y: value }),
        series: groups.findIndex((group) => group.name === name),
        label,
      },
    ];
  });
}
