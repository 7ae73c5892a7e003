/**
 * Charts as SVG, by vega, in this process. It is heavy, so it is loaded when the first chart is asked for as a picture.
 * What vega leaves to chance is taken out: it counts its ids through the process's life, and writes more digits than
 * machines agree on.
 */
import { createRequire } from "node:module";
import { written } from "../element";
import { textWidth } from "../measure";
import type { Colour } from "../theme";
import { colourValue, drawnColours, styleSheet } from "../theme";
import { escaped } from "../element";
import type { Json, Spec } from "./channels";
import { recoloured } from "./recolour";

/** The part of vega that is used. */
interface Vega {
  parse(spec: unknown): unknown;
  View: new (runtime: unknown, options: { renderer: string; logLevel: number }) => View;
  SVGStringRenderer: new () => Renderer;
  Warn: number;
  readonly textMetrics: { width(item: TextItem, text: string): number };
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

interface View {
  run(): void;
  finalize(): void;
  origin(): [number, number];
  padding(): { left: number; right: number; top: number; bottom: number };
  scenegraph(): { readonly root: unknown };
  /** Of the plot with its axes; vega gives no other way to it but an asynchronous one. */
  readonly _viewWidth: number;
  readonly _viewHeight: number;
}

interface Renderer {
  initialize(element: null, width: number, height: number, origin: [number, number]): Renderer;
  render(root: unknown): Renderer;
  svg(): string;
}

interface VegaLite {
  compile(spec: unknown): { readonly spec: unknown };
}

let loaded: { readonly vega: Vega; readonly vegaLite: VegaLite } | undefined;

function libraries(): { readonly vega: Vega; readonly vegaLite: VegaLite } {
  if (!loaded) {
    const load = createRequire(__filename);
    loaded = { vega: load("vega") as Vega, vegaLite: load("vega-lite") as VegaLite };
    // Vega measures with a canvas where one is installed and guesses elsewhere: one measure makes one picture.
    loaded.vega.textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
      textWidth(text, fontSize, fontWeight === "bold" || Number(fontWeight) >= 600);
  }
  return loaded;
}

/** The specification as a picture with both themes. */
export function svgOf(spec: Spec, description: string): string {
  const { vega, vegaLite } = libraries();
  const view = new vega.View(vega.parse(vegaLite.compile(themed(spec)).spec), {
    renderer: "none",
    logLevel: vega.Warn,
  });
  view.run();
  const { left, right, top, bottom } = view.padding();
  const [x, y] = view.origin();
  const renderer = new vega.SVGStringRenderer();
  renderer.initialize(null, view["_viewWidth"] + left + right, view["_viewHeight"] + top + bottom, [x + left, y + top]);
  const svg = renderer.render(view.scenegraph().root).svg();
  view.finalize();
  return finished(svg, description);
}

const light = (colour: Colour): string => colourValue(colour, "light");
const fonts = `Inter, "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif`;

/** With the light theme's colours for everything, so that the style sheet can find them and put the page's in their place. */
function themed(spec: Spec): Spec {
  const own = spec["config"] as Spec;
  const merge = (name: string, more: Spec): Spec => ({ ...(own[name] as Spec | undefined), ...more });
  const text = { labelColor: light("soft"), titleColor: light("ink"), labelFont: fonts, titleFont: fonts };
  const config = {
    ...own,
    background: null,
    padding: 14,
    font: fonts,
    axis: merge("axis", {
      ...text,
      gridColor: light("line"),
      domainColor: light("soft"),
      tickColor: light("soft"),
      gridOpacity: 1,
    }),
    legend: merge("legend", text),
    title: merge("title", {
      color: spec["title"] && isCaption(spec["title"]) ? light("soft") : light("ink"),
      subtitleColor: light("soft"),
      font: fonts,
      subtitleFont: fonts,
    }),
    text: { color: light("ink"), font: fonts },
  };
  return { ...(recoloured(spec, light) as Spec), config };
}

function isCaption(title: Json): boolean {
  return typeof title === "object" && title !== null && "orient" in title;
}

/** Letters on lines are read against the ground. */
const halo = `.dl .mark-text.role-mark text{stroke:${light("bg")};stroke:var(--dl-bg);stroke-width:3;stroke-linejoin:round;paint-order:stroke}`;

/** Puts the style sheet and the description in, and evens out digits and ids. */
function finished(svg: string, description: string): string {
  const used = new Set<Colour>(["soft", "line", ...drawnColours.filter((colour) => svg.includes(light(colour)))]);
  const rules = [...used, "ink" as const].map(
    (colour) =>
      `.dl [fill="${light(colour)}"]{fill:var(--dl-${colour})}.dl [stroke="${light(colour)}"]{stroke:var(--dl-${colour})}`,
  );
  const style = styleSheet(used, `${rules.join("")}.dl text{font-family:inherit}${halo}`, false);
  const head = `<title>${escaped(description)}</title><style>${style}</style><rect class="f-bg" width="100%" height="100%" rx="6"/>`;
  return svg
    .replace(/ class="marks"/, ` class="dl" role="img" aria-label="${escaped(description)}"`)
    .replace(/ xmlns:xlink="[^"]*" version="1\.1"/, "")
    .replace(/^<svg[^>]*>/, (open) => open + head)
    .replace(/ (?:role|aria-roledescription|aria-hidden|pointer-events)="(?!img)[^"]*"/g, "")
    .replace(/ font-family="[^"]*"/g, "")
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, "")
    .replace(/<text[^>]* opacity="0"[^>]*>[^<]*<\/text>/g, "")
    .replace(/-?\d+\.\d{3,}(?:e-\d+)?/g, (digits) => written(Number(digits)));
}
