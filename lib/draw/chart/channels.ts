/** What the layers of a chart share: values, axes, colours and tooltips, as Vega-Lite's channels. */
import { textWidth } from "../measure";
import { seriesColour } from "../theme";
import { number } from "../words";
import type { Axis, Figure, Point } from "./figure";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };
export type Spec = { readonly [field: string]: Json };

/** Six digits are more than can be seen, and the same on every machine. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

export function valuesOf({ series }: Figure, keep: (point: Point) => boolean = () => true): Spec {
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

export function colour({ series }: Figure, legend = false): Spec {
  return {
    field: "s",
    type: "nominal",
    sort: null,
    scale: { domain: series.map(({ name }) => name), range: series.map((one) => seriesColour(one.colour)) },
    legend: legend && series.length > 1 ? {} : null,
  };
}

export function channel(axis: Axis, field: string, side: "x" | "y"): Spec {
  const title = axis.title;
  if (axis.scale === "category") {
    return {
      field,
      type: "nominal",
      sort: null,
      scale: { domain: axis.categories },
      axis: { title: side === "y" ? null : title, labelAngle: 0, labelLimit: 1000, grid: false },
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

export function tooltip({ x, y, series, limits }: Figure): readonly Spec[] {
  const numeric = (axis: Axis): Spec =>
    axis.scale === "category" ? { type: "nominal" } : { type: "quantitative", format: axis.percent ? ".3~%" : ",.5~g" };
  return [
    ...(series.length > 1 ? [{ field: "s", type: "nominal", title: "series" }] : []),
    { field: "x", title: x.title, ...numeric(x) },
    { field: "y", title: y.title, ...numeric(y) },
    ...(limits ? (["low", "high"] as const).map((field) => ({ field, title: field, ...numeric(y) })) : []),
  ];
}

/** The two channels of bars: the categories' and the values'. */
export function barChannels(figure: Figure, flipped: boolean, value: string): Spec {
  const categories = channel(figure.x, "x", flipped ? "y" : "x");
  // Bars stand side by side; where they might be stacked, vega clips them by references to ids.
  const along = channel(figure.y, value, flipped ? "x" : "y");
  const values = { ...along, axis: { ...(along["axis"] as Spec), grid: true }, stack: null };
  const offset =
    figure.series.length > 1 ? { [flipped ? "yOffset" : "xOffset"]: { field: "s", type: "nominal", sort: null } } : {};
  return { ...(flipped ? { y: categories, x: values } : { x: categories, y: values }), ...offset };
}
