/** Draws a history's timeline: time runs to the right, a bar is an operation from its call to its return. */
import type { Shape } from "../element";
import { element, written } from "../element";
import { fitted, textWidth, wrapped } from "../measure";
import { number } from "../words";
import { placeLabels } from "../space/labels";
import { roundUp, tenth } from "../round";
import type { Colour } from "../theme";
import { nodeColour, styleSheet } from "../theme";
import type { TimelineBar, TimelineRows } from "./rows";

export interface TimelinePlan {
  readonly rows: TimelineRows;
  readonly width: number;
  readonly unit: string;
  readonly title: string;
  readonly description: string;
  /** The sentence under it, red where something is wrong. */
  readonly why: string | undefined;
  readonly isWrong: boolean;
  readonly notes: readonly string[];
  /** When each operation took effect, by its index. */
  readonly effects: ReadonlyMap<number, number>;
}

const sizes = { top: 16, row: 44, bar: 20, right: 22, font: 11.5, name: 13 } as const;

interface Frame {
  readonly plan: TimelinePlan;
  readonly left: number;
  readonly bottom: number;
  x(at: number): number;
  y(row: number): number;
}

export function paintTimeline(plan: TimelinePlan): Shape {
  const { rows, width, title, description } = plan;
  const frame = frameOf(plan);
  const sentences = foot(plan, frame);
  const height = Math.ceil(frame.bottom + 34 + sentences.height);
  const used = new Set<Colour>([
    "bg",
    "ink",
    "soft",
    "line",
    "bad",
    "good",
    "panel",
    ...rows.clients.map((_, index) => nodeColour(index)),
  ]);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "dl",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${title}. ${description}`,
    },
    element("title", {}, title),
    element("desc", {}, description),
    element("style", {}, styleSheet(used, style)),
    element("rect", { class: "f-bg", width, height, rx: 6 }),
    ...axis(frame),
    ...names(frame),
    ...effectLine(frame),
    ...rows.bars.map((bar) => paintBar(frame, bar)),
    ...effectPoints(frame),
    ...labels(frame),
    ...sentences.shapes,
  );
}

const style =
  ".dl text{font-size:11.5px}.dl .t{font-size:11px}.dl .n{font-size:13px;font-weight:700}.dl .b{font-weight:650}.dl .w{font-size:13px;font-weight:600}";

function frameOf(plan: TimelinePlan): Frame {
  const { rows, width } = plan;
  const left = Math.min(150, Math.max(48, ...rows.clients.map((name) => textWidth(name, sizes.name, true)))) + 26;
  const last = Math.max(...rows.bars.map((bar) => bar.row));
  // What never returned goes on beyond the last thing that happened.
  const open = rows.bars.some((bar) => bar.to === undefined) ? 56 : 0;
  const span = width - left - sizes.right - open;
  return {
    plan,
    left,
    bottom: sizes.top + (last + 1) * sizes.row + 4,
    x: (at) => tenth(left + ((at - rows.from) / (rows.to - rows.from)) * span),
    y: (row) => sizes.top + row * sizes.row + sizes.row - sizes.bar - 4,
  };
}

function axis({ plan: { rows, width, unit }, left, bottom, x }: Frame): readonly Shape[] {
  const step = roundUp(((rows.to - rows.from) / (width - left)) * 84);
  const ticks: number[] = [];
  for (let tick = Math.ceil(rows.from / step - 1e-9); tick * step <= rows.to * (1 + 1e-12); tick++)
    ticks.push(tick * step);
  return [
    ...ticks.map((at) => element("path", { class: "s-line", d: `M${written(x(at))} ${sizes.top - 6}V${bottom}` })),
    ...ticks.map((at) =>
      element(
        "text",
        { class: "f-soft t", x: x(at), y: bottom + 16, "text-anchor": "middle" },
        number(Number(at.toPrecision(10)), 8),
      ),
    ),
    element("text", { class: "f-soft t", x: left - 22, y: bottom + 16, "text-anchor": "end" }, unit),
    element("path", { class: "s-line", d: `M${left} ${bottom}H${width - sizes.right}` }),
  ];
}

function names({ plan: { rows, width }, left, y }: Frame): readonly Shape[] {
  return rows.clients.flatMap((name, client) => {
    const { first, count } = rows.spans[client]!;
    const middle = (y(first) + y(first + count - 1) + sizes.bar) / 2;
    const under = y(first + count - 1) + sizes.bar + 7;
    return [
      element(
        "text",
        { class: `f-${nodeColour(client)} n`, x: left - 22, y: middle + 4.5, "text-anchor": "end" },
        fitted(name, 150, sizes.name, true),
      ),
      client < rows.clients.length - 1 &&
        element("path", { class: "s-line", d: `M${left - 12} ${written(under)}H${width - sizes.right}` }),
    ].filter((shape) => shape !== false);
  });
}

function toneClasses({ tone, client }: TimelineBar): {
  readonly colour: Colour;
  readonly opacity: number;
  readonly stroke: number;
} {
  if (tone === "wrong") return { colour: "bad", opacity: 1, stroke: 2.2 };
  return { colour: nodeColour(client), opacity: tone === "faded" ? 0.45 : 1, stroke: 1.4 };
}

function paintBar({ x, y, plan: { width } }: Frame, bar: TimelineBar): Shape {
  const { colour, opacity, stroke } = toneClasses(bar);
  const [left, top] = [x(bar.from), y(bar.row)];
  const words = element("title", {}, bar.title);
  if (bar.to !== undefined) {
    const right = Math.max(left + 3, x(bar.to));
    const box = { x: left, y: top, width: right - left, height: sizes.bar, rx: 4 };
    return element(
      "g",
      { opacity },
      words,
      element("rect", { class: `f-${colour}`, ...box, "fill-opacity": 0.16 }),
      element("rect", { class: `s-${colour}`, ...box, fill: "none", "stroke-width": stroke }),
    );
  }
  return element("g", { opacity }, words, ...openBar(left, top, width - sizes.right, colour, stroke));
}

/** What never returned fades out to the right: nobody knows when it takes effect, or whether. */
function openBar(left: number, top: number, right: number, colour: Colour, stroke: number): readonly Shape[] {
  const steps = 6;
  const each = (right - left) / steps;
  const parts = Array.from({ length: steps }, (_, step) => {
    const from = left + step * each;
    const d = `M${written(from)} ${written(top)}H${written(from + each)}M${written(from)} ${written(top + sizes.bar)}H${written(from + each)}`;
    const fade = (steps - step) / steps;
    return [
      element("rect", {
        class: `f-${colour}`,
        x: from,
        y: top,
        width: each,
        height: sizes.bar,
        "fill-opacity": 0.16 * fade,
      }),
      element("path", { class: `s-${colour}`, d, "stroke-width": stroke, opacity: fade, "stroke-dasharray": "4 3" }),
    ];
  });
  const begin = element("path", {
    class: `s-${colour}`,
    d: `M${written(left)} ${written(top)}v${sizes.bar}`,
    "stroke-width": stroke,
  });
  return [...parts.flat(), begin];
}

/** Inside its bar where there is room, else above it, else only a dot: the tooltip has it. */
function labels({ plan: { rows, width }, x, y, left }: Frame): readonly Shape[] {
  const wishes = rows.bars.map((bar) => {
    const text = fitted(bar.text, 240, sizes.font, bar.tone === "wrong");
    const wide = textWidth(text, sizes.font, bar.tone === "wrong") + 6;
    const [from, to, top] = [x(bar.from), bar.to === undefined ? width - sizes.right : x(bar.to), y(bar.row)];
    const box = (at: number, dy: number): { x: number; y: number; width: number; height: number } => ({
      x: at,
      y: top + dy,
      width: wide,
      height: 14,
    });
    const inside = to - from >= wide + 2 ? [box(bar.to === undefined ? from + 5 : (from + to - wide) / 2, 3)] : [];
    const above = [from, (from + to - wide) / 2, to - wide].map((at) =>
      box(Math.max(left - 4, Math.min(at, width - wide - 6)), -16),
    );
    return {
      bar,
      text,
      places: [...inside, ...above],
      importance: bar.tone === "wrong" ? 3 : bar.tone === "origin" ? 2 : 1,
    };
  });
  const frame = { x: 0, y: 0, width, height: y(rows.bars.length) + 1000 };
  const chosen = placeLabels(wishes, { boxes: [], segments: [], frame });
  return wishes.map(({ bar, text, places }, index) => {
    const place = places[chosen[index]!];
    const { colour, opacity } = toneClasses(bar);
    if (!place)
      return element("circle", {
        class: `f-${colour}`,
        cx: (x(bar.from) + x(bar.to ?? bar.from)) / 2,
        cy: y(bar.row) + 10,
        r: 2,
        opacity,
      });
    const tone = bar.tone === "wrong" ? "f-bad b" : "f-ink";
    return element(
      "text",
      {
        class: `${tone} halo`,
        x: tenth(place.x + 3),
        y: tenth(place.y + 11),
        ...(bar.tone === "faded" ? { opacity: 0.6 } : {}),
      },
      text,
    );
  });
}

/** The order that explains every result, as a line through the moments of effect. */
function effectLine(frame: Frame): readonly Shape[] {
  const points = effectPlaces(frame);
  if (points.length < 2) return [];
  return [
    element("path", {
      class: "s-good",
      d: `M${points.map(([x, y]) => `${written(x)} ${written(y)}`).join("L")}`,
      fill: "none",
      "stroke-width": 1.2,
      "stroke-dasharray": "2 3",
    }),
  ];
}

function effectPoints(frame: Frame): readonly Shape[] {
  return effectPlaces(frame).map(([x, y]) =>
    element("circle", { class: "f-good s-bg", cx: x, cy: y, r: 4, "stroke-width": 1.5 }),
  );
}

function effectPlaces({ plan: { rows, effects }, x, y }: Frame): readonly (readonly [number, number])[] {
  const byIndex = new Map(rows.bars.map((bar) => [bar.index, bar]));
  return [...effects].flatMap(([index, at]) => {
    const bar = byIndex.get(index);
    return bar ? [[x(Math.min(at, rows.to)), y(bar.row) + sizes.bar] as const] : [];
  });
}

function foot(
  { why, isWrong, notes, width }: TimelinePlan,
  { bottom }: Frame,
): { readonly shapes: readonly Shape[]; readonly height: number } {
  const lines = why === undefined ? [] : wrapped(why, width - 40, 13, true);
  const shapes = [
    ...lines.map((line, index) =>
      element("text", { class: `${isWrong ? "f-bad" : "f-good"} w`, x: 16, y: bottom + 44 + index * 18 }, line),
    ),
    ...notes.map((note, index) =>
      element("text", { class: "f-soft t", x: 16, y: bottom + 44 + lines.length * 18 + index * 16 }, note),
    ),
  ];
  return { shapes, height: lines.length * 18 + notes.length * 16 };
}
