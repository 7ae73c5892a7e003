/** Draws a layout: plain shapes without markers, patterns or references, so that any number of drawings can share a page. */
import type { Element } from "../element";
import { element, written } from "../element";
import type { Colour } from "../theme";
import { nodeColour, styleSheet } from "../theme";
import type { Arrow, Label, Layout, Line, PlacedBar, PlacedMark, PlacedWall } from "./layout";

/** The whole picture. */
export function paint(layout: Layout): Element {
  const { width, height, title, description } = layout;
  const used = new Set<Colour>([
    "bg",
    "ink",
    "soft",
    "line",
    "accent",
    "bad",
    ...layout.lanes.map((lane) => nodeColour(lane.colour)),
  ]);
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
    element("style", {}, styleSheet(used, shapes)),
    element("rect", { class: "f-bg", width, height, rx: 6 }),
    ...grid(layout),
    ...layout.walls.map((wall) => paintWall(wall)),
    ...layout.lines.flatMap((line) => paintLine(layout, line)),
    ...layout.cuts.flatMap((cut) => paintCut(layout, cut)),
    ...layout.bars.flatMap((bar) => paintBar(layout, bar)),
    ...layout.arrows.map((arrow) => paintArrow(layout, arrow)),
    ...layout.marks.map((mark) => paintMark(layout, mark)),
    ...layout.labels.map((label) => paintLabel(layout, label)),
    ...layout.notes.map((note, index) =>
      element("text", { class: "f-soft t", x: 12, y: height - 10 - (layout.notes.length - 1 - index) * 17 }, note),
    ),
  );
}

const shapes =
  ".dl text{font-size:11.5px}.dl .t{font-size:11px}.dl .i{font-style:italic;opacity:.8}.dl .b{font-weight:650}.dl .n{font-size:14px;font-weight:700}" +
  ".dl .l{fill:none;stroke-width:1.5}.dl .h{fill:none;stroke-width:2.4;stroke-linecap:round}.dl .now{stroke-width:2.8}";

function colourOf(layout: Layout, lane: number): Colour {
  return lane < 0 ? "bad" : nodeColour(layout.lanes[lane]!.colour);
}

function grid(layout: Layout): readonly Element[] {
  const { left, width, top, bottom, lanes, ticks, unit } = layout;
  const right = width - 12;
  return [
    element("text", { class: "f-soft t", x: left - 10, y: top - 24, "text-anchor": "end" }, unit),
    ...ticks.map(({ y }) => element("path", { class: "s-line", d: `M${left} ${written(y)}H${right}` })),
    ...ticks.map(({ y, text }) =>
      element("text", { class: "f-soft t", x: left - 10, y: y + 4, "text-anchor": "end" }, text),
    ),
    ...lanes.map(({ x, name, colour }) =>
      element("text", { class: `f-${nodeColour(colour)} n`, x, y: top - 22, "text-anchor": "middle" }, name),
    ),
    bottom > top && element("path", { class: "s-line", d: `M${left} ${written(top)}V${written(bottom)}` }),
  ].filter((item) => item !== false);
}

/** Quiet time that was cut short: a torn strip across all lines, and how long it was. */
function paintCut({ left, width }: Layout, { y1, y2, text }: Layout["cuts"][number]): readonly Element[] {
  const middle = (y1 + y2) / 2;
  const waves = Math.floor((width - 12 - left) / 12);
  const there = `M${left} ${written(middle - 4)}${"q3-3 6 0t6 0".repeat(waves)}`;
  const back = `v8${"q-3 3-6 0t-6 0".repeat(waves)}`;
  return [
    element("path", { class: "f-bg", d: `${there}${back}z` }),
    element("path", { class: "s-line", d: `${there}m0 8${"q-3 3-6 0t-6 0".repeat(waves)}`, fill: "none" }),
    element("text", { class: "f-soft t i", x: left - 10, y: middle + 4, "text-anchor": "end" }, text),
  ];
}

function paintLine(layout: Layout, { lane, weight, y1, y2 }: Line): readonly Element[] {
  const { x } = layout.lanes[lane]!;
  const colour = colourOf(layout, lane);
  const d = `M${x} ${written(y1)}V${written(y2)}`;
  switch (weight) {
    case "down":
      return [hatch("s-soft", x, 9, y1, y2)];
    case "paused":
      return [element("path", { class: `s-${colour}`, d, "stroke-width": 2, "stroke-dasharray": "1 7", opacity: 0.6 })];
    case "thick":
      return [element("path", { class: `s-${colour}`, d, "stroke-width": 8 })];
    case "dashed":
      return [element("path", { class: `s-${colour}`, d, "stroke-width": 5, "stroke-dasharray": "5 3" })];
    case "thin":
      return [element("path", { class: `s-${colour}`, d, "stroke-width": 2, opacity: 0.75 })];
  }
}

/** Slanted strokes in a band around `x`. */
function hatch(stroke: string, x: number, halfWidth: number, y1: number, y2: number, opacity = 0.5): Element {
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

function paintWall({ x, y1, y2, ways, title }: PlacedWall): Element {
  const edges = `M${written(x - 5)} ${written(y1)}V${written(y2)}M${written(x + 5)} ${written(y1)}V${written(y2)}`;
  const middle = (y1 + y2) / 2;
  const way =
    ways === "right"
      ? `M${written(x - 12)} ${written(middle)}h8m-3-3l3 3l-3 3`
      : `M${written(x + 12)} ${written(middle)}h-8m3-3l-3 3l3 3`;
  return element(
    "g",
    {},
    element("title", {}, title),
    hatch("s-ink", x, 5, y1, y2, 0.42),
    element("path", { class: "s-ink", d: edges, fill: "none", opacity: 0.5 }),
    ways !== "both" && element("path", { class: "s-ink", d: way, fill: "none", "stroke-width": 1.4 }),
  );
}

function paintBar(layout: Layout, { lane, x, y1, y2, open, title }: PlacedBar): readonly Element[] {
  const colour = colourOf(layout, lane);
  const height = Math.max(3, y2 - y1);
  const shape = open
    ? element("path", {
        class: `s-${colour}`,
        d: `M${written(x - 3.5)} ${written(y2)}V${written(y1)}h7V${written(y2)}`,
        fill: "none",
        "stroke-dasharray": "3 3",
      })
    : element("rect", { class: `f-${colour}`, x: x - 3.5, y: y1, width: 7, height, rx: 2, opacity: 0.8 });
  return [element("g", {}, element("title", {}, title), shape)];
}

function paintArrow(layout: Layout, arrow: Arrow): Element {
  const { from, to, x1, y1, x2, y2, end, title } = arrow;
  const current =
    layout.highlight !== undefined && (arrow.sent === layout.highlight || arrow.ended === layout.highlight);
  const colour: Colour = current ? "accent" : colourOf(layout, from);
  const line =
    from === to
      ? `M${written(x1 + 3)} ${written(y1)}C${written(x1 + 34)} ${written(y1)} ${written(x1 + 34)} ${written(y2)} ${written(x2 + 3)} ${written(y2)}`
      : `M${written(x1)} ${written(y1)}L${written(x2)} ${written(y2)}`;
  const angle = from === to ? Math.PI : Math.atan2(y2 - y1, x2 - x1);
  return element(
    "g",
    {},
    element("title", {}, title),
    element("path", {
      class: `l s-${colour}${current ? " now" : ""}`,
      d: line,
      ...(end === "open" ? { "stroke-dasharray": "4 3" } : {}),
    }),
    ...paintEnd(end, from === to ? x2 + 3 : x2, y2, angle, colour),
  );
}

function paintEnd(end: Arrow["end"], x: number, y: number, angle: number, colour: Colour): readonly Element[] {
  const at = (forward: number, aside: number): string =>
    `${written(x + forward * Math.cos(angle) - aside * Math.sin(angle))} ${written(y + forward * Math.sin(angle) + aside * Math.cos(angle))}`;
  switch (end) {
    case "head":
      return [element("path", { class: `f-${colour}`, d: `M${at(0, 0)}L${at(-8.5, 3.6)}L${at(-8.5, -3.6)}Z` })];
    case "lost":
      return [element("path", { class: "h s-bad", d: `M${written(x - 4)} ${written(y - 4)}l8 8m0-8l-8 8` })];
    case "jagged":
      return [
        element("path", { class: "l s-bg", d: `M${at(-17, 0)}L${at(-1, 0)}`, "stroke-width": 4 }),
        element("path", {
          class: `l s-${colour}`,
          d: `M${at(-17, 0)}L${at(-14, 5)}L${at(-11, -5)}L${at(-8, 5)}L${at(-5, -5)}L${at(0, 0)}`,
        }),
      ];
    case "open":
      return [];
  }
}

function paintMark(layout: Layout, mark: PlacedMark): Element {
  return element("g", {}, element("title", {}, mark.title), ...shapeOf(layout, mark));
}

function shapeOf(layout: Layout, { kind, x, y, lane }: PlacedMark): readonly Element[] {
  const colour = colourOf(layout, lane);
  const circle = (r: number, fill: string, stroke: string): Element =>
    element("circle", { class: `${fill} ${stroke}`, cx: x, cy: y, r, "stroke-width": 2.2 });
  switch (kind) {
    case "crash":
    case "fail":
      return [
        element("path", {
          class: "h s-bad",
          d: `M${written(x - 7)} ${written(y - 7)}l14 14m0-14l-14 14`,
          "stroke-width": 3,
        }),
      ];
    case "violation":
      return [
        ...(lane < 0
          ? [
              element("path", {
                class: "s-bad",
                d: `M${layout.left} ${written(y)}H${layout.width - 12}`,
                "stroke-dasharray": "5 3",
              }),
            ]
          : []),
        element("path", { class: "f-bad", d: `M${written(x)} ${written(y - 9)}l9 16h-18z` }),
        element("path", { class: "s-bg", d: `M${written(x)} ${written(y - 3)}v5m0 2v1.6`, "stroke-width": 2 }),
      ];
    case "restart":
      return [circle(6, "f-bg", `s-${colour}`)];
    case "timer":
      return [circle(4.5, "f-bg", `s-${colour}`)];
    case "decided":
      return [
        element("path", {
          class: `f-${colour} s-bg`,
          d: `M${written(x)} ${written(y - 8)}l8 8l-8 8l-8-8z`,
          "stroke-width": 1.5,
        }),
      ];
    case "save":
      return [
        element("path", {
          class: "f-bg s-bad",
          d: `M${written(x - 5)} ${written(y - 5)}h10v10h-10z`,
          "stroke-width": 1.6,
        }),
      ];
    case "condition":
      return [element("path", { class: `s-${colour}`, d: `M${written(x - 7)} ${written(y)}h14`, "stroke-width": 3 })];
    case "more":
      return [circle(2.6, `f-${colour}`, "s-bg")];
    case "role":
      return [];
  }
}

function paintLabel(layout: Layout, { text, x, y, tone, lane, bold }: Label): Element {
  const colour = tone === "lane" ? colourOf(layout, lane) : tone;
  return element("text", { class: `f-${colour} halo${bold ? " b" : ""}`, x, y }, text);
}
