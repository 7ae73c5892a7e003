/**
 * A figure as a Vega-Lite 5 specification. It sets no ground and no colour of text, so that whoever renders it can
 * give it their own theme; the colours of series are ones that can be seen on light and dark grounds alike.
 */
import { neutralColour } from "../theme";
import { textWidth, wrapped } from "../measure";
import { number } from "../words";
import type { Spec } from "./channels";
import { barChannels, channel, colour, rounded, tooltip, valuesOf } from "./channels";
import type { Figure } from "./figure";
import { distributionLabels, endLabels } from "./labels";
import { publishedLayers } from "./published";

/** The whole specification. */
export function specOf(figure: Figure): Spec {
  const flipped = isFlipped(figure);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: figure.description,
    ...titleOf(figure),
    width: figure.width,
    height: flipped ? figure.x.categories.length * (figure.series.length * 22 + 12) : figure.height,
    layer: layersOf(figure, flipped),
    config,
  };
}

const config: Spec = {
  view: { stroke: null },
  aria: false,
  axis: {
    domainOpacity: 0.5,
    ticks: false,
    labelPadding: 6,
    labelFontSize: 12,
    titleFontSize: 12.5,
    titleFontWeight: 600,
    gridOpacity: 0.55,
  },
  axisX: { grid: false, titlePadding: 8, domain: true, ticks: true, tickSize: 4, tickOpacity: 0.5 },
  axisY: { domain: false },
  legend: { orient: "top", title: null, labelFontSize: 12, symbolType: "square", columnPadding: 16, offset: 30 },
  title: {
    anchor: "start",
    fontSize: 14.5,
    fontWeight: 600,
    subtitleFontSize: 12,
    subtitlePadding: 5,
    offset: 12,
    frame: "bounds",
  },
};

/** The caption stands under the chart, unless a title above it takes it along. */
function titleOf({ title, caption, width }: Figure): Spec {
  const lines = wrapped(caption, width + 40, 12);
  if (title !== undefined) return { title: { text: title, ...(caption === "" ? {} : { subtitle: lines }) } };
  if (caption === "") return {};
  return { title: { text: lines, orient: "bottom", fontSize: 12, fontWeight: "normal", offset: 10 } };
}

/** Bars lie down where their names would not fit under them. */
function isFlipped({ kind, x, width }: Figure): boolean {
  if (kind !== "bar") return false;
  const room = width / Math.max(1, x.categories.length) - 10;
  return x.categories.some((name) => textWidth(name, 12) > room);
}

function layersOf(figure: Figure, flipped: boolean): readonly Spec[] {
  const published = publishedLayers(figure, flipped);
  switch (figure.kind) {
    case "line":
      return [
        ...bandLayer(figure),
        lineLayer(figure, {}),
        ...published,
        ...nameLayer(figure, endLabels(figure), "left"),
      ];
    case "cdf":
      return [
        lineLayer(figure, { interpolate: "step-after", point: false }),
        ...published,
        ...nameLayer(figure, distributionLabels(figure), "left"),
      ];
    case "points":
      return [pointLayer(figure), ...published];
    case "bar":
      return [barLayer(figure, flipped), ...errorLayer(figure, flipped), ...valueLayer(figure, flipped), ...published];
    case "histogram":
      return [histogramLayer(figure), ...published];
  }
}

function lineLayer(figure: Figure, mark: Spec): Spec {
  const many = figure.series.some(({ points }) => points.length > 60);
  return {
    data: valuesOf(figure),
    mark: {
      type: "line",
      strokeWidth: 2.2,
      strokeJoin: "round",
      point: many ? false : { size: 34, filled: true },
      ...mark,
    },
    encoding: {
      x: channel(figure.x, "x", "x"),
      y: channel(figure.y, "y", "y"),
      color: colour(figure),
      tooltip: tooltip(figure),
    },
  };
}

/** A band for values in order, and bars for single ones. */
function bandLayer(figure: Figure): readonly Spec[] {
  if (!figure.limits) return [];
  const encoding = {
    x: channel(figure.x, "x", "x"),
    y: channel(figure.y, "low", "y"),
    y2: { field: "high" },
    color: colour(figure),
  };
  const data = valuesOf(figure, (point) => point.low !== undefined);
  return [
    { data, mark: { type: "area", opacity: 0.16, line: false }, encoding },
    { data, mark: { type: "rule", opacity: 0.75, strokeWidth: 1.4 }, encoding },
  ];
}

function pointLayer(figure: Figure): Spec {
  const amount = figure.series.reduce((sum, { points }) => sum + points.length, 0);
  return {
    data: valuesOf(figure),
    mark: { type: "point", filled: true, size: amount > 400 ? 16 : 40, opacity: amount > 200 ? 0.5 : 0.8 },
    encoding: {
      x: channel(figure.x, "x", "x"),
      y: channel(figure.y, "y", "y"),
      color: colour(figure, true),
      ...(figure.series.length > 1
        ? {
            shape: {
              field: "s",
              type: "nominal",
              sort: null,
              scale: { domain: figure.series.map(({ name }) => name) },
              legend: {},
            },
          }
        : {}),
      tooltip: tooltip(figure),
    },
  };
}

function barLayer(figure: Figure, flipped: boolean): Spec {
  return {
    data: valuesOf(figure),
    mark: { type: "bar", cornerRadiusEnd: 2 },
    encoding: { ...barChannels(figure, flipped, "y"), color: colour(figure, true), tooltip: tooltip(figure) },
  };
}

function errorLayer(figure: Figure, flipped: boolean): readonly Spec[] {
  if (!figure.limits) return [];
  const encoding = { ...barChannels(figure, flipped, "low"), [flipped ? "x2" : "y2"]: { field: "high" } };
  return [
    {
      data: valuesOf(figure, (point) => point.low !== undefined),
      mark: { type: "rule", strokeWidth: 1.6, color: neutralColour },
      encoding,
    },
  ];
}

const valuesMost = 24;

/** The numbers on the bars, while there are few: above their limits, and above a published value that is in the way. */
function valueLayer(figure: Figure, flipped: boolean): readonly Spec[] {
  const points = figure.series.flatMap((one, series) => one.points.map((point) => ({ ...point, s: one.name, series })));
  if (points.length > valuesMost) return [];
  const near = ((figure.y.domain[1] - figure.y.domain[0]) / figure.height) * 26;
  const values = points.map(({ x, y, high, s, series }) => {
    const end = Math.max(y, high ?? y);
    const beside = figure.published.find(
      (other) => other.x === x && other.series === series && other.y !== undefined,
    )?.y;
    const inTheWay = beside !== undefined && beside >= end - near / 3 && beside < end + near;
    const text = figure.y.percent ? `${number(y * 100, 3)} %` : number(y, 3);
    return { x, y: rounded(inTheWay ? beside + near / 3 : end), s, text };
  });
  const mark = flipped ? { align: "left", baseline: "middle", dx: 5 } : { align: "center", baseline: "bottom", dy: -4 };
  return [
    {
      data: { values },
      mark: { type: "text", fontSize: 12, ...mark },
      encoding: { ...barChannels(figure, flipped, "y"), text: { field: "text", type: "nominal" } },
    },
  ];
}

function histogramLayer(figure: Figure): Spec {
  return {
    data: valuesOf(figure, (point) => point.y > 0),
    mark: { type: "bar", binSpacing: 1, opacity: figure.series.length > 1 ? 0.6 : 1 },
    encoding: {
      x: channel(figure.x, "x", "x"),
      x2: { field: "x2" },
      y: channel(figure.y, "y", "y"),
      y2: { datum: 0 },
      color: colour(figure, true),
      tooltip: tooltip(figure),
    },
  };
}

/** Names beside lines, in their colours. */
function nameLayer(figure: Figure, labels: ReturnType<typeof endLabels>, align: "left" | "right"): readonly Spec[] {
  if (labels.length === 0) return [];
  return [
    {
      data: {
        values: labels.map(({ text, x, y }) => ({ s: text, x: typeof x === "number" ? rounded(x) : x, y: rounded(y) })),
      },
      mark: { type: "text", align, baseline: "middle", dx: 8, fontSize: 12, fontWeight: 600 },
      encoding: {
        x: channel(figure.x, "x", "x"),
        y: channel(figure.y, "y", "y"),
        text: { field: "s", type: "nominal" },
        color: colour(figure),
      },
    },
  ];
}
