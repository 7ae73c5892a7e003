/** Published values in a chart: hollow diamonds, or a rule where there is a value along x alone. */
import { neutralColour } from "../theme";
import type { Spec } from "./channels";
import { barChannels, channel, rounded, tooltip } from "./channels";
import type { Figure } from "./figure";

/** Each name is written once. */
export function publishedLayers(figure: Figure, flipped: boolean): readonly Spec[] {
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
