/** What stands under a chart: what it is, what the limits mean, the seeds and the number of runs. */
import { count, list, number } from "../words";
import type { ChartKind, Figure, Series } from "./figure";
import type { ChartOptions, ChartRow } from "./options";

export function captionOf(
  kind: ChartKind,
  rows: readonly ChartRow[],
  groups: number,
  options: ChartOptions,
  series: readonly Series[],
): string {
  const parts = [
    options.caption?.replace(/[.\s]+$/, ""),
    joinedWords(kind, rows, options, series),
    runsOf(rows),
    groups > 8 ? "colours repeat" : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

const limitWords = { interval: "95 % interval", quartiles: "quartiles", range: "least to greatest" } as const;

function joinedWords(
  kind: ChartKind,
  rows: readonly ChartRow[],
  options: ChartOptions,
  series: readonly Series[],
): string | undefined {
  if (kind === "histogram" || kind === "cdf" || kind === "points") return undefined;
  const points = series.reduce((sum, one) => sum + one.points.length, 0);
  const middle = rows.length > points ? (options.of ?? "mean") : undefined;
  const { limits } = options;
  if (limits === undefined || limits === false) return middle === "median" ? "medians" : undefined;
  if (typeof limits === "object") return `limits: ${limits.join(" to ")}`;
  if (middle === undefined) return undefined;
  return `${middle} and ${limitWords[limits === true ? "interval" : limits]}`;
}

/** Said from the rows' own `seed`, where they have one. */
function runsOf(rows: readonly ChartRow[]): string | undefined {
  const seeds = [
    ...new Set(rows.map((row) => row["seed"]).filter((seed) => typeof seed === "number" || typeof seed === "string")),
  ];
  if (seeds.length === 0) return undefined;
  if (seeds.length === 1) return `${count(rows.length, "run")}, seed ${seeds[0]}`;
  const numbers = seeds.filter((seed) => typeof seed === "number").toSorted((one, other) => one - other);
  const runInARow = numbers.length === seeds.length && numbers.at(-1) === numbers[0]! + numbers.length - 1;
  const which = runInARow
    ? `seeds ${number(numbers[0]!)} to ${number(numbers.at(-1)!)}`
    : `${number(seeds.length)} seeds`;
  return `${count(rows.length, "run")}, ${which}`;
}

const kindWords: { readonly [kind in ChartKind]: string } = {
  line: "Line chart",
  points: "Points",
  bar: "Bar chart",
  histogram: "Histogram",
  cdf: "Cumulative distribution",
};

/** A sentence for those who cannot see the chart: what is drawn, and from where to where it goes. */
export function descriptionOf({
  kind,
  x,
  y,
  series,
  published,
}: Pick<Figure, "kind" | "x" | "y" | "series" | "published">): string {
  const what = kind === "histogram" || kind === "cdf" ? `of ${x.title}` : `of ${y.title} by ${x.title}`;
  const told = series
    .slice(0, 6)
    .map((one) => runOf(one))
    .filter((part) => part !== "");
  const names = series.length > 6 ? [`and ${series.length - 6} more`] : [];
  const shown = published.length > 0 ? ` ${count(published.length, "published value")}.` : "";
  return `${kindWords[kind]} ${what}. ${list([...told, ...names])}.${shown}`;
}

function runOf({ name, points }: Series): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  const where = (point: typeof first): string =>
    `${number(point.y)} at ${typeof point.x === "number" ? number(point.x) : point.x}`;
  return `${name === "" ? "" : `${name}: `}from ${where(first)} to ${where(last)}`;
}
