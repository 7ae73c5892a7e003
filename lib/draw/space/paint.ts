/** Draws a layout: plain shapes without markers, patterns or references, so that any number of drawings can share a page. */
import type { Shape } from "../element";
import { element, written } from "../element";
import type { Colour } from "../theme";
import { nodeColour, styleSheet } from "../theme";
import type { Arrow, Label, Layout, Line, PlacedBar, PlacedWall } from "./layout";
import { paintArrow } from "./paint-arrows";
import { paintMark } from "./paint-marks";

/** A drawing's parts, in the order in which they lie on each other; each list goes with the layout's list of that name. */
export interface Painted {
  readonly ground: readonly Shape[];
  readonly heads: readonly Shape[];
  readonly walls: readonly Shape[];
  readonly lines: readonly Shape[];
  readonly cuts: readonly Shape[];
  readonly bars: readonly Shape[];
  readonly arrows: readonly Shape[];
  readonly marks: readonly Shape[];
  readonly labels: readonly Shape[];
  readonly notes: readonly Shape[];
}

export function paintParts(layout: Layout): Painted {
  return {
    ground: grid(layout),
    heads: paintHeads(layout),
    walls: layout.walls.map((wall) => paintWall(wall)),
    lines: layout.lines.map((line) => paintLine(layout, line)),
    cuts: layout.cuts.flatMap((cut) => paintCut(layout, cut)),
    bars: layout.bars.map((bar) => paintBar(layout, bar)),
    arrows: layout.arrows.map((arrow) => paintArrow(arrow, colourOf(layout, arrow.from), isCurrent(layout, arrow))),
    marks: layout.marks.map((mark) => paintMark(mark, colourOf(layout, mark.lane), layout.left, layout.width - 12)),
    labels: layout.labels.map((label) => paintLabel(layout, label)),
    notes: layout.notes.map(({ text, bad }, index) => {
      const y = layout.height - 10 - (layout.notes.length - 1 - index) * 17;
      return element("text", { class: bad ? "f-bad v" : "f-soft t", x: 12, y }, text);
    }),
  };
}

/** The whole picture. */
export function paint(layout: Layout): Shape {
  const { width, height, title, description } = layout;
  const { ground, heads, walls, lines, cuts, bars, arrows, marks, labels, notes } = paintParts(layout);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "dl",
      viewBox: `0 0 ${written(width)} ${written(height)}`,
      width,
      height,
      role: "img",
      "aria-label": `${title}. ${description}`,
    },
    element("title", {}, title),
    element("desc", {}, description),
    element("style", {}, styleSheet(coloursOf(layout), diagramStyle)),
    element("rect", { class: "f-bg", width, height, rx: 6 }),
    ...[ground, heads, walls, lines, cuts, bars, arrows, marks, labels, notes].flat(),
  );
}

function coloursOf(layout: Layout): ReadonlySet<Colour> {
  return new Set<Colour>([
    "bg",
    "ink",
    "soft",
    "line",
    "accent",
    "bad",
    ...layout.lanes.map((lane) => nodeColour(lane.colour)),
  ]);
}

/** The style sheet's part for diagrams: sizes of letters, and lines with a head at the end. */
export const diagramStyle =
  ".dl text{font-size:11.5px}.dl .t{font-size:11px}.dl .i{font-style:italic;opacity:.8}.dl .v{font-size:12px;font-weight:600}.dl .b{font-weight:650}.dl .n{font-size:14px;font-weight:700}" +
  ".dl .m{stroke-width:1.5;stroke-linejoin:round}.dl .l{fill:none;stroke-width:1.5}.dl .h{fill:none;stroke-width:2.4;stroke-linecap:round}.dl .now{stroke-width:2.6}";

function isCurrent({ highlight }: Layout, { sent, ended }: Arrow): boolean {
  return highlight !== undefined && (sent === highlight || ended === highlight);
}

function colourOf(layout: Layout, lane: number): Colour {
  return lane < 0 ? "bad" : nodeColour(layout.lanes[lane]!.colour);
}

function grid(layout: Layout): readonly Shape[] {
  const { left, width, top, bottom, ticks } = layout;
  const right = width - 12;
  return [
    ...ticks.map(({ y }) => element("path", { class: "s-line", d: `M${left} ${written(y)}H${right}` })),
    ...ticks.map(({ y, text }) =>
      element("text", { class: "f-soft t", x: left - 10, y: y + 4, "text-anchor": "end" }, text),
    ),
    bottom > top && element("path", { class: "s-line", d: `M${left} ${written(top)}V${written(bottom)}` }),
  ].filter((item) => item !== false);
}

/** The nodes' names, and the unit of time. */
function paintHeads({ left, top, unit, lanes }: Layout): readonly Shape[] {
  return [
    element("text", { class: "f-soft t", x: left - 10, y: top - 24, "text-anchor": "end" }, unit),
    ...lanes.map(({ x, name, colour }) =>
      element("text", { class: `f-${nodeColour(colour)} n`, x, y: top - 22, "text-anchor": "middle" }, name),
    ),
  ];
}

/** Quiet time that was cut short: a torn strip across all lines, and how long it was. */
function paintCut({ left, width }: Layout, { y1, y2, text }: Layout["cuts"][number]): readonly Shape[] {
  const middle = (y1 + y2) / 2;
  const more = Math.floor((width - 12 - left) / 18) - 1;
  // Each `t` mirrors the curve before it, which makes a wave.
  const there = `M${left} ${written(middle - 4)}q9-5 18 0${"t18 0".repeat(more)}`;
  const back = `v8q-9 5-18 0${"t-18 0".repeat(more)}z`;
  return [
    element("path", { class: "f-bg s-line", d: there + back }),
    element("text", { class: "f-soft t i", x: left - 10, y: middle + 4, "text-anchor": "end" }, text),
  ];
}

function paintLine(layout: Layout, { lane, weight, y1, y2 }: Line): Shape {
  const { x } = layout.lanes[lane]!;
  const stroke = `s-${colourOf(layout, lane)}`;
  const d = `M${x} ${written(y1)}V${written(y2)}`;
  switch (weight) {
    case "down":
      return hatch("s-soft", x, 9, y1, y2);
    case "paused":
      return element("path", { class: stroke, d, "stroke-width": 2, "stroke-dasharray": "1 7", opacity: 0.6 });
    case "thick":
      return element("path", { class: stroke, d, "stroke-width": 8 });
    case "dashed":
      return element("path", { class: stroke, d, "stroke-width": 5, "stroke-dasharray": "5 3" });
    case "thin":
      return element("path", { class: stroke, d, "stroke-width": 2, opacity: 0.75 });
  }
}

/** Slanted strokes in a band around `x`. */
function hatch(stroke: string, x: number, halfWidth: number, y1: number, y2: number, opacity = 0.5): Shape {
  let d = "";
  for (let y = y1; y < y2 + 2 * halfWidth; y += 7) {
    // Each stroke rises from the left edge to the right one, as far as it is within the band.
    const low = Math.min(y, y2);
    const high = Math.max(y - 2 * halfWidth, y1);
    if (high >= low) continue;
    d += `M${written(x - halfWidth + (y - low))} ${written(low)}L${written(x - halfWidth + (y - high))} ${written(high)}`;
  }
  return element("path", { class: stroke, d, fill: "none", "stroke-width": 1.1, opacity });
}

function paintWall({ x, y1, y2, ways, partial, title }: PlacedWall): Shape {
  const middle = (y1 + y2) / 2;
  const way =
    ways === "right"
      ? `M${written(x - 12)} ${written(middle)}h8m-3-3l3 3l-3 3`
      : `M${written(x + 12)} ${written(middle)}h-8m3-3l-3 3l3 3`;
  const edge = (dx: number): string => `M${written(x + dx)} ${written(y1)}V${written(y2)}`;
  const line = partial
    ? element("path", { class: "s-ink", d: edge(0), fill: "none", opacity: 0.6, "stroke-dasharray": "6 4" })
    : element("path", { class: "s-ink", d: edge(-5) + edge(5), fill: "none", opacity: 0.5 });
  return element(
    "g",
    {},
    element("title", {}, title),
    !partial && hatch("s-ink", x, 5, y1, y2, 0.42),
    line,
    ways !== "both" && element("path", { class: "s-ink", d: way, fill: "none", "stroke-width": 1.4 }),
  );
}

/** An operation of a client; one that never returned stays open below. */
function paintBar(layout: Layout, { lane, x, y1, y2, open, title }: PlacedBar): Shape {
  const colour = colourOf(layout, lane);
  const words = element("title", {}, title);
  if (!open) {
    const height = Math.max(3, y2 - y1);
    return element("rect", { class: `f-${colour}`, x: x - 3.5, y: y1, width: 7, height, rx: 2, opacity: 0.8 }, words);
  }
  const d = `M${written(x - 3.5)} ${written(y2)}V${written(y1)}h7V${written(y2)}`;
  return element("path", { class: `s-${colour}`, d, fill: "none", "stroke-dasharray": "3 3" }, words);
}

function paintLabel(layout: Layout, { text, x, y, tone, lane, bold }: Label): Shape {
  const colour = tone === "lane" ? colourOf(layout, lane) : tone;
  return element("text", { class: `f-${colour} halo${bold ? " b" : ""}`, x, y }, text);
}
