/**
 * A figure as a Vega-Lite 5 specification. It sets no ground and no colour of text, so that whoever renders it can
 * give it their own theme; the colours of series are ones that can be seen on light and dark grounds alike.
 */
import { seriesColour, neutralColour } from "../theme";
import { textWidth } from "../measure";
import { number } from "../words";
import type { Axis, Figure, Point } from "./figure";
import { distributionLabels, endLabels } from "./labels";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };
export type Spec = { readonly [field: string]: Json };

/** The whole specification. */
export function specOf(figure: Figure): Spec {
  const flipped = isFlipped(figure);
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: figure.description,
    ...titleOf(figure),
    width: figure.width,
    height: flipped ? Math.max(figure.height, figure.x.categories.length * 26) : figure.height,
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

/** Text in lines no wider than `widthMax`. */
export function wrapped(text: string, widthMax: number, fontSize: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(`${line} ${word}`, fontSize) <= widthMax)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
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

/** Six digits are more than can be seen, and the same on every machine. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

function valuesOf({ series }: Figure, keep: (point: Point) => boolean = () => true): Spec {
  return {
    values: series.flatMap((one) =>
      one.points.filter(keep).map(({ x, x2, y, low, high }) => ({
        x: typeof x === "number" ? rounded(x) : x,
        ...(x2 === undefined ? {} : { x2: rounded(x2) }),
        y: rounded(y),
        ...(low === undefined || high === undefined ? {} : { low: rounded(low), high: rounded(high) }),
        s: one.name,
      })),
    ),
  };
}

function colour({ series }: Figure, legend = false): Spec {
  return {
    field: "s",
    type: "nominal",
    sort: null,
    scale: { domain: series.map(({ name }) => name), range: series.map((one) => seriesColour(one.colour)) },
    legend: legend && series.length > 1 ? {} : null,
  };
}

function channel(axis: Axis, field: string, side: "x" | "y"): Spec {
  const title = axis.title;
  if (axis.scale === "category") {
    return {
      field,
      type: "nominal",
      sort: null,
      scale: { domain: axis.categories },
      axis: { title, labelAngle: 0, labelLimit: 1000 },
    };
  }
  return {
    field,
    type: "quantitative",
    scale: { type: axis.scale, domain: axis.domain, nice: false, ...(axis.scale === "linear" ? { zero: false } : {}) },
    axis: { title, ...ticksOf(axis), ...(side === "y" ? onTop(axis) : {}) },
  };
}

/** The title of the y axis stands above it, where it can be read without turning one's head, flush with the numbers. */
function onTop(axis: Axis): Spec {
  const widest = Math.max(
    ...axis.domain.map((end) => textWidth(axis.percent ? `${number(end * 100)}%` : number(end), 12)),
  );
  return {
    titleAngle: 0,
    titleAlign: "left",
    titleAnchor: "end",
    titleBaseline: "bottom",
    titleX: -Math.round(widest) - 4,
    titleY: -12,
  };
}

function ticksOf(axis: Axis): Spec {
  if (axis.scale === "log") return { values: logTicks(axis.domain), format: axis.percent ? "~%" : ",~g" };
  return axis.percent ? { tickCount: 5, format: "~%" } : { tickCount: 6, format: bigNumbers(axis) };
}

function bigNumbers({ domain: [low, high] }: Axis): string {
  return Math.max(Math.abs(low), Math.abs(high)) >= 1e6 ? "~s" : ",~f";
}

/** Powers of ten, with 2 and 5 times them where there are few. */
export function logTicks([low, high]: readonly [number, number]): readonly number[] {
  const decades = Math.log10(high / low);
  const multiples = decades > 4 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power++) {
    for (const multiple of multiples) {
      const tick = Number(`${multiple}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

function tooltip({ x, y, series, limits }: Figure): readonly Spec[] {
  const numeric = (axis: Axis): Spec =>
    axis.scale === "category" ? { type: "nominal" } : { type: "quantitative", format: axis.percent ? ".3~%" : ",.5~g" };
  return [
    ...(series.length > 1 ? [{ field: "s", type: "nominal", title: "series" }] : []),
    { field: "x", title: x.title, ...numeric(x) },
    { field: "y", title: y.title, ...numeric(y) },
    ...(limits ? (["low", "high"] as const).map((field) => ({ field, title: field, ...numeric(y) })) : []),
  ];
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

/** The two channels of bars: the categories' and the values'. */
function barChannels(figure: Figure, flipped: boolean, value: string): Spec {
  const categories = channel(figure.x, "x", flipped ? "y" : "x");
  const values = channel(figure.y, value, flipped ? "x" : "y");
  const offset =
    figure.series.length > 1 ? { [flipped ? "yOffset" : "xOffset"]: { field: "s", type: "nominal", sort: null } } : {};
  return { ...(flipped ? { y: categories, x: values } : { x: categories, y: values }), ...offset };
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

/** Published values: hollow diamonds, or a rule where there is a value along x alone, named once for each name. */
function publishedLayers(figure: Figure, flipped: boolean): readonly Spec[] {
  const { published, series } = figure;
  if (published.length === 0) return [];
  const values = published.map(({ x, y, series: at, label }, index) => ({
    x: typeof x === "number" ? rounded(x) : x,
    ...(y === undefined ? {} : { y: rounded(y) }),
    s: series[at]?.name ?? "",
    text: label,
    first: published.findIndex((other) => other.label === label) === index,
  }));
  const marks = values.filter((value) => value.y !== undefined);
  const rules = values.filter((value) => value.y === undefined);
  return [...diamondLayers(figure, flipped, marks), ...ruleLayers(figure, rules)];
}

function diamondLayers(
  figure: Figure,
  flipped: boolean,
  marks: readonly (Spec & { readonly first: boolean })[],
): readonly Spec[] {
  if (marks.length === 0) return [];
  const at =
    figure.kind === "bar"
      ? barChannels(figure, flipped, "y")
      : { x: channel(figure.x, "x", "x"), y: channel(figure.y, "y", "y") };
  return [
    {
      data: { values: marks },
      mark: {
        type: "point",
        shape: "diamond",
        size: 110,
        filled: false,
        strokeWidth: 2,
        color: neutralColour,
        opacity: 1,
      },
      encoding: { ...at, tooltip: [{ field: "text", type: "nominal", title: "value" }, ...tooltip(figure)] },
    },
    {
      data: { values: marks.filter(({ first }) => first) },
      mark: {
        type: "text",
        align: "left",
        baseline: "bottom",
        dx: 7,
        dy: -5,
        fontSize: 11.5,
        fontStyle: "italic",
        color: neutralColour,
      },
      encoding: { ...at, text: { field: "text", type: "nominal" } },
    },
  ];
}

function ruleLayers(figure: Figure, rules: readonly Spec[]): readonly Spec[] {
  if (rules.length === 0) return [];
  const x = channel(figure.x, "x", "x");
  return [
    {
      data: { values: rules },
      mark: { type: "rule", strokeDash: [5, 3], strokeWidth: 1.6, color: neutralColour },
      encoding: { x },
    },
    {
      data: { values: rules },
      mark: {
        type: "text",
        align: "left",
        baseline: "top",
        dx: 5,
        y: 2,
        fontSize: 11.5,
        fontStyle: "italic",
        color: neutralColour,
      },
      encoding: { x, text: { field: "text", type: "nominal" } },
    },
  ];
}
