/** A chart for a terminal: a plot of characters where there are lines or points, bars where there are bars, and the numbers. */
import { padEnd, padStart } from "../measure";
import { number } from "../words";
import { positionOf, valueAt } from "./domain";
import type { Axis, Figure, PublishedPoint } from "./figure";

export function textOf(figure: Figure): string {
  const body =
    figure.kind === "bar" || figure.kind === "histogram" ? bars(figure) : [...plot(figure), "", ...numbers(figure)];
  return [
    ...(figure.title === undefined ? [] : [figure.title, ""]),
    ...body,
    ...(figure.caption === "" ? [] : ["", figure.caption]),
  ].join("\n");
}

function written(value: number, axis: Axis): string {
  return axis.percent ? `${number(value * 100, 3)} %` : number(value, 4);
}

const size = { columns: 56, rows: 14, bar: 32 } as const;
/** Signs for series; the last is for published values. */
const signs = "●○▲△■□×+";
const publishedSign = "◇";

function plot(figure: Figure): readonly string[] {
  const grid = Array.from({ length: size.rows }, () => Array.from({ length: size.columns }, () => " "));
  const put = (x: number | string, y: number, sign: string): void => {
    const column = Math.round(positionOf(figure.x, x, size.columns - 1));
    const row = size.rows - 1 - Math.round(positionOf(figure.y, y, size.rows - 1));
    if (grid[row]?.[column] !== undefined) grid[row][column] = sign;
  };
  if (figure.kind === "line") for (const series of figure.series) trace(figure, series.points, put);
  for (const series of figure.series) for (const point of series.points) put(point.x, point.y, signOf(series.colour));
  for (const point of figure.published) if (point.y !== undefined) put(point.x, point.y, publishedSign);
  const marks = [figure.y.domain[1], middleOf(figure.y), figure.y.domain[0]].map((value) => written(value, figure.y));
  const width = Math.max(...marks.map((mark) => mark.length));
  const at = new Map([
    [0, marks[0]!],
    [Math.floor((size.rows - 1) / 2), marks[1]!],
    [size.rows - 1, marks[2]!],
  ]);
  const rows = grid.map((row, index) =>
    `${padStart(at.get(index) ?? "", width)} ${at.has(index) ? "┤" : "│"}${row.join("")}`.trimEnd(),
  );
  return [
    legend(figure),
    ...rows,
    `${" ".repeat(width + 1)}└${"─".repeat(size.columns)}`,
    `${" ".repeat(width + 2)}${xMarks(figure.x)}`,
  ].filter((line) => line !== "");
}

/** Dots between points that are joined. */
function trace(
  figure: Figure,
  points: Figure["series"][number]["points"],
  put: (x: number | string, y: number, sign: string) => void,
): void {
  if (figure.x.scale === "category") return;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (!from) continue;
    const [x1, x2] = [positionOf(figure.x, from.x, size.columns), positionOf(figure.x, to.x, size.columns)];
    const [y1, y2] = [positionOf(figure.y, from.y, size.rows), positionOf(figure.y, to.y, size.rows)];
    const steps = Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1)));
    for (let step = 1; step < steps; step++) {
      const share = step / steps;
      put(
        valueAt(figure.x, x1 + (x2 - x1) * share, size.columns),
        valueAt(figure.y, y1 + (y2 - y1) * share, size.rows),
        "·",
      );
    }
  }
}

function middleOf({ scale, domain: [low, high] }: Axis): number {
  return scale === "log" ? Math.sqrt(low * high) : (low + high) / 2;
}

function signOf(colour: number): string {
  return [...signs][colour % 8]!;
}

function legend({ series, y, published }: Figure): string {
  const names = series.filter(({ name }) => name !== "").map(({ name, colour }) => `${signOf(colour)} ${name}`);
  const others = published.some((point) => point.y !== undefined) ? [`${publishedSign} published`] : [];
  return [y.title, ...names, ...others].join("   ");
}

function xMarks({ domain, categories, scale, title }: Axis): string {
  if (scale === "category") return `${categories.join("  ")}   ${title}`;
  const [low, high] = domain.map((value) => number(value, 4)) as [string, string];
  const room = size.columns - low.length - high.length;
  const named = title.length + 2 <= room ? title : "";
  const before = Math.floor((room - named.length) / 2);
  return `${low}${" ".repeat(before)}${named}${" ".repeat(room - before - named.length)}${high}${named === "" ? `   ${title}` : ""}`;
}

const rowsMost = 14;

/** The values at up to fourteen places along x, a column a series. */
function numbers(figure: Figure): readonly string[] {
  if (figure.kind === "points") return [];
  if (figure.kind === "cdf") return shares(figure);
  const xs = [...new Set(figure.series.flatMap(({ points }) => points.map(({ x }) => x)))].toSorted(
    (one, other) => positionOf(figure.x, one, 1) - positionOf(figure.x, other, 1),
  );
  const shown = thinned(xs, rowsMost);
  const published = (x: number | string): PublishedPoint | undefined => figure.published.find((point) => point.x === x);
  const withPublished = figure.published.some((point) => point.y !== undefined);
  const heads = [
    figure.x.title,
    ...figure.series.map(({ name }) => (name === "" ? figure.y.title : name)),
    ...(withPublished ? ["published"] : []),
  ];
  const rows = shown.map((x) => [
    typeof x === "number" ? number(x) : x,
    ...figure.series.map(({ points }) => {
      const point = points.find((one) => one.x === x);
      if (!point) return "";
      const limits =
        point.low === undefined || point.high === undefined
          ? ""
          : ` [${written(point.low, figure.y)}, ${written(point.high, figure.y)}]`;
      return written(point.y, figure.y) + limits;
    }),
    ...(withPublished ? [published(x)?.y === undefined ? "" : written(published(x)!.y!, figure.y)] : []),
  ]);
  return aligned([heads, ...rows]);
}

/** Of a distribution, the values below which certain shares lie. */
function shares({ series, x, published }: Figure): readonly string[] {
  const heads = ["share of runs", ...series.map(({ name }) => (name === "" ? x.title : name))];
  const rows = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1].map((share) => [
    `${number(share * 100)} %`,
    ...series.map(({ points }) => {
      const point = points.find(({ y }) => y >= share - 1e-12);
      return point ? number(Number(point.x)) : "";
    }),
  ]);
  const others = published.map(
    (point) =>
      `${point.label}: ${number(Number(point.x))}${point.y === undefined ? "" : ` at ${number(point.y * 100)} %`}${point.series >= 0 && series.length > 1 ? ` (${series[point.series]!.name})` : ""}`,
  );
  return [...aligned([heads, ...rows]), ...others];
}

function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!);
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => padStart(cell, widths[column]!)).join("  "));
}

function bars(figure: Figure): readonly string[] {
  const { series, x, y, kind, published } = figure;
  const [low, high] = [Math.min(0, y.domain[0]), y.domain[1]];
  const rows = series.flatMap(({ name, points }, at) =>
    points.map((point) => {
      const label =
        kind === "histogram" ? binName(point.x, point.x2) : typeof point.x === "number" ? number(point.x) : point.x;
      const other = published.find(
        (one) => one.x === point.x && one.y !== undefined && (one.series < 0 || one.series === at),
      );
      const limits =
        point.low === undefined || point.high === undefined
          ? ""
          : ` [${written(point.low, y)}, ${written(point.high, y)}]`;
      return {
        label: name === "" ? label : `${label}  ${name}`,
        value: point.y,
        text: `${written(point.y, y)}${limits}${other ? `  (published ${written(other.y!, y)})` : ""}`,
      };
    }),
  );
  const width = Math.max(x.title.length, ...rows.map(({ label }) => label.length));
  const rules = published
    .filter((point) => point.y === undefined)
    .map((point) => `${point.label}: ${typeof point.x === "number" ? number(point.x) : point.x}`);
  const block = (value: number): string => blocks(((value - low) / (high - low)) * size.bar);
  return [
    `${padEnd(x.title, width)}  ${y.title}`,
    ...rows.map(({ label, value, text }) => `${padStart(label, width)}  ${block(value)} ${text}`),
    ...rules,
  ];
}

function binName(from: number | string, to: number | undefined): string {
  const [low, high] = [Number(from), to ?? Number(from)];
  return high - low === 1 && !Number.isInteger(low) ? number(low + 0.5) : `${number(low)} – ${number(high)}`;
}

/** A bar in eighths of a character. */
function blocks(length: number): string {
  const eighths = Math.max(0, Math.round(length * 8));
  return "█".repeat(Math.floor(eighths / 8)) + ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]!;
}
