/**
 * Draws charts with vega-embed. A specification can come from anyone: its expressions are interpreted, never compiled
 * to code; nothing is loaded from an address; and the part of it that could steer the embedding is left out.
 */
import embed, { type VisualizationSpec } from "vega-embed";
import { recoloured } from "../../../lib/draw/chart/recolour";
import type { JsonObject } from "../model/notebook";

/** Loads nothing, and remembers that it was asked to; links lead out to the web only, in a window of their own. */
class NoLoader {
  asked = false;

  load = (): Promise<never> => {
    this.asked = true;
    return Promise.reject(new Error("nothing may be loaded"));
  };

  http = this.load;
  file = this.load;

  sanitize = async (uri: string, { context }: { context?: string }): Promise<Record<string, string>> => {
    if (context === "image" && /^data:image\/(?:png|jpeg|gif|webp);base64,/.test(uri)) return { href: uri };
    if (context === "href" && /^https?:\/\//i.test(uri)) {
      return { href: uri, target: "_blank", rel: "noopener noreferrer" };
    }
    throw new Error("this address may not be used");
  };
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function fontOf(name: string): string {
  return colour(name).replaceAll('"', "'");
}

/** The page's type and colours, for what the chart does not say itself. */
function pageConfig(): JsonObject {
  const [ink, soft, line] = [colour("--ink"), colour("--soft"), colour("--line")];
  const font = fontOf("--font-ui");
  const label = { labelColor: soft, titleColor: ink, labelFont: font, titleFont: font };
  return {
    background: "transparent",
    font,
    axis: {
      ...label,
      labelFontSize: 12,
      titleFontSize: 13,
      titleFontWeight: 600,
      gridColor: line,
      domainColor: line,
      tickColor: line,
    },
    legend: { ...label, labelFontSize: 12, titleFontSize: 12 },
    header: label,
    title: {
      color: ink,
      subtitleColor: soft,
      font,
      subtitleFont: font,
      anchor: "start",
      fontSize: 15,
      fontWeight: 600,
    },
    text: { color: ink, font },
    view: { stroke: "transparent" },
    rule: { color: soft },
    mark: { color: colour("--n1") },
    range: { category: ["--n1", "--n2", "--n3", "--n4", "--n5"].map((name) => colour(name)) },
  };
}

/** Draws into `place` and returns what undoes it. */
export async function drawChart(
  place: HTMLElement,
  spec: JsonObject,
  mode: "vega-lite" | "vega",
  description: string,
): Promise<() => void> {
  const { usermeta: _, ...chart } = spec;
  const loader = new NoLoader();
  const described = chart["description"] === undefined && description !== "" ? { ...chart, description } : chart;
  // The library's charts have colours for any ground; here they get the page's own.
  const themed = recoloured(described, (name) => colour(`--${name}`));
  const { finalize } = await embed(place, structuredClone(themed) as unknown as VisualizationSpec, {
    mode,
    ast: true,
    actions: false,
    renderer: "svg",
    tooltip: { theme: "custom" },
    config: pageConfig() as never,
    loader: loader as never,
    defaultStyle: false,
  });
  if (loader.asked) {
    finalize();
    place.replaceChildren();
    throw new Error("its data would have to be loaded from an address, which a notebook's chart may not do");
  }
  return finalize;
}
