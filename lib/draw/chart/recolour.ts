/** Gives a chart's specification a theme's colours. It needs nothing but the specification, so a page can use it too. */
import type { Colour } from "../theme";
import { neutralColour, nodeColour, nodeColours, seriesColour } from "../theme";
import type { Json, Spec } from "./channels";

/**
 * A specification of ours with its series' colours replaced by those of a theme: a page that has one calls this before
 * it embeds the chart.
 * @param colourOf the value of `n1` to `n8` (series) and `soft` (published values) in the theme
 */
export function recoloured(spec: Json, colourOf: (colour: Colour) => string): Json {
  const replaced = new Map<string, string>([[neutralColour, colourOf("soft")]]);
  for (let index = 0; index < nodeColours; index++) replaced.set(seriesColour(index), colourOf(nodeColour(index)));
  const walk = (value: Json): Json => {
    if (typeof value === "string") return replaced.get(value) ?? value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item: Json) => walk(item));
    return Object.fromEntries(Object.entries(value as Spec).map(([field, item]) => [field, walk(item)]));
  };
  return walk(spec);
}
