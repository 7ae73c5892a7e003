/** `chart`: rows as a chart. Vega-Lite where it can be rendered, a picture elsewhere, characters in a terminal. */
import { figureOf } from "./chart/build";
import type { ChartKind } from "./chart/figure";
import type { AxisOptions, ChartOptions, ChartRow, PublishedRow } from "./chart/options";
import { svgOf } from "./chart/render";
import { specOf } from "./chart/spec";
import { textOf } from "./chart/text";
import type { Picture } from "./drawing";
import { picture } from "./drawing";

export type { AxisOptions, ChartOptions, ChartRow, PublishedRow };

/** Charts of which the y axis counts. */
export type CountOptions = Omit<ChartOptions, "y" | "limits" | "of">;

function draw(kind: ChartKind, rows: readonly object[], options: ChartOptions): Picture {
  const figure = figureOf(kind, rows as readonly ChartRow[], options);
  const spec = specOf(figure);
  return picture({
    svg: () => svgOf(spec, figure.description),
    text: () => textOf(figure),
    richer: () => ({ "application/vnd.vegalite.v5+json": spec }),
  });
}

/**
 * Charts of rows: each takes a list of objects, and the names of the fields to draw. All throw where a field or an option is not allowed.
 * @example
 * chart.bar([{ acks: 0, sent: 1 }, { acks: 1, sent: 2 }], { x: "acks", y: "sent" }).toString().includes("acks"); // → true
 */
export const chart: {
  /** Values along x joined by a line, a line a series. Rows with the same x become one value, with limits around it if wanted. */
  line(rows: readonly object[], options: ChartOptions): Picture;
  /** A mark for each row. */
  points(rows: readonly object[], options: ChartOptions): Picture;
  /** A bar for each value of x, side by side for each series. */
  bar(rows: readonly object[], options: ChartOptions): Picture;
  /** How many rows have a value of x within each of some bins. */
  histogram(rows: readonly object[], options: CountOptions): Picture;
  /** Which share of the rows has at most a value of x. Published values have the fields of x and `share`. */
  cdf(rows: readonly object[], options: CountOptions): Picture;
} = {
  line: (rows, options) => draw("line", rows, options),
  points: (rows, options) => draw("points", rows, options),
  bar: (rows, options) => draw("bar", rows, options),
  histogram: (rows, options) => draw("histogram", rows, options),
  cdf: (rows, options) => draw("cdf", rows, options),
};
