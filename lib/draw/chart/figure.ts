/** A chart with everything decided but its pixels: axes, series, limits, published values and words. */

export interface Axis {
  readonly title: string;
  readonly scale: "linear" | "log" | "category";
  /** Of a linear or logarithmic axis. */
  readonly domain: readonly [number, number];
  /** Of an axis of categories, in order. */
  readonly categories: readonly string[];
  /** Numbers are shares, and written in per cent. */
  readonly percent: boolean;
}

export interface Point {
  /** A number, or the name of a category. */
  readonly x: number | string;
  /** The right end, of a histogram's bin. */
  readonly x2?: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  /** Empty where there is only one. */
  readonly name: string;
  /** Index of its colour. */
  readonly colour: number;
  readonly points: readonly Point[];
}

/** A value that somebody else has published, shown beside what was measured. */
export interface PublishedPoint {
  readonly x: number | string;
  /** Missing for a value along x alone: a rule across the chart. */
  readonly y?: number;
  /** The series that it belongs to, or -1. */
  readonly series: number;
  readonly label: string;
}

export type ChartKind = "line" | "points" | "bar" | "histogram" | "cdf";

export interface Figure {
  readonly kind: ChartKind;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly published: readonly PublishedPoint[];
  /** Whether points have `low` and `high`. */
  readonly limits: boolean;
  readonly title: string | undefined;
  readonly caption: string;
  /** A sentence for those who cannot see it. */
  readonly description: string;
  /** Of the plot itself, in pixels, without what stands around it. */
  readonly width: number;
  readonly height: number;
}
