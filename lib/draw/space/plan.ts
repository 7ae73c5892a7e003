/** Decides every place of a space-time diagram: a story in, a layout out. */
import type { NodeId } from "../../protocol";
import { fitted, wrapped } from "../measure";
import { tenth } from "../round";
import { operation as called, data, number, phrase, timeText } from "../words";
import type { Arrow, Lane, Layout, Line, Note, PlacedBar, PlacedMark, PlacedWall } from "./layout";
import { planLabels } from "./plan-labels";
import type { Scale } from "./scale";
import { scaleOf, ticksOf } from "./scale";
import { describe } from "./sentence";
import { wallsOf } from "./walls";
import type { Copy, Message, Story } from "./story";

/** Checked options, with nothing missing. */
export interface Plan {
  readonly story: Story;
  readonly from: number;
  readonly to: number;
  readonly nodes: readonly NodeId[];
  readonly width: number;
  readonly heightMax: number;
  readonly cutQuiet: boolean;
  readonly label: (message: Message) => string;
  readonly title: string | undefined;
  readonly highlight: number | undefined;
  readonly notes: readonly string[];
}

const margin = { left: 58, right: 18, top: 46, bottom: 16, note: 17 } as const;

/** What of the story is within the window and about the nodes that are shown. */
export interface Shown extends Plan {
  readonly scale: Scale;
  readonly lanes: readonly Lane[];
  readonly laneOf: ReadonlyMap<NodeId, number>;
  readonly walls: readonly PlacedWall[];
}

export function layoutOf(plan: Plan): Layout {
  const shown = prepare(plan);
  const { scale, lanes, story, walls } = shown;
  const bottom = margin.top + scale.height;
  const arrows = arrowsOf(shown);
  const marks = marksOf(shown);
  const bars = barsOf(shown);
  const lines = linesOf(shown);
  const placed = planLabels(shown, { arrows, marks, bars, walls, lines, bottom });
  const notes = notesOf(shown);
  const height = bottom + margin.bottom + notes.length * margin.note + (notes.length > 0 ? 6 : 0);
  const { title, description } = describe(plan);
  return {
    width: plan.width,
    height: Math.ceil(height),
    top: margin.top,
    bottom,
    left: margin.left,
    title,
    description,
    unit: story.time === "ms" ? "ms" : "step",
    lanes,
    ticks: ticksOf(scale, story.time),
    cuts: scale.pieces
      .filter((piece) => piece.quiet)
      .map(({ from, to, y1, y2 }) => ({ y1, y2, text: `${number(Number((to - from).toPrecision(2)))} ms` })),
    lines,
    walls,
    bars,
    arrows,
    marks: [...marks, ...placed.more],
    labels: placed.labels,
    notes,
    ...(plan.highlight === undefined ? {} : { highlight: plan.highlight }),
  };
}

/** What went wrong is said in full, whatever room there is beside its mark. */
function notesOf({ story, from, to, width, notes }: Shown): readonly Note[] {
  const wrong = story.marks.filter(
    ({ kind, at }) => (kind === "violation" || kind === "fail") && at >= from && at <= to,
  );
  const sentences = wrong
    .slice(0, 3)
    .map(({ node, text, kind }) => (kind === "fail" && node ? `${node}: ${text}` : text));
  return [
    ...sentences.flatMap((text) => wrapped(text, width - 40, 12, true).map((line) => ({ text: line, bad: true }))),
    ...notes.flatMap((note) => wrapped(note, width - 40, 11).map((line) => ({ text: line }))),
  ];
}

/** Where each time is in the layout of the same plan. */
export function scaledHeights(plan: Plan): (at: number) => number {
  const { scale, from, to } = prepare(plan);
  return (at) => heightOf(scale, at, from, to);
}

function prepare(plan: Plan): Shown {
  const { story, nodes, width, from, to } = plan;
  const gap = (width - margin.left - margin.right) / nodes.length;
  // Of very many nodes only every so many are named.
  const every = Math.ceil(24 / gap);
  const lanes = nodes.map((name, index) => ({
    name: index % every === 0 ? fitted(name, gap * every - 6, 14, true) : "",
    x: Math.round(margin.left + gap * (index + 0.5)),
    colour: Math.max(0, story.nodes.indexOf(name)),
  }));
  const laneOf = new Map(nodes.map((name, index) => [name, index]));
  const seen = story.messages.filter((message) => laneOf.has(message.from) && laneOf.has(message.to));
  const scale = scaleOf({
    from,
    to,
    top: margin.top,
    time: story.time,
    moments: momentsOf(plan),
    busy: seen.flatMap((message) => spansOf(message)),
    heightMin: 220,
    heightMax: plan.heightMax,
    cutQuiet: plan.cutQuiet,
  });
  const shown = { ...plan, scale, lanes, laneOf };
  return { ...shown, walls: wallsOf(shown) };
}

function spansOf(message: Message): (readonly [number, number])[] {
  if (message.copies.length === 0) return [[message.sentAt, message.sentAt]];
  return message.copies.map((copy) => [message.sentAt, copy.at] as const);
}

function momentsOf({ story, from, to }: Plan): readonly number[] {
  const { marks, walls, bars, stretches } = story;
  return [
    ...marks.map(({ at }) => at),
    ...walls.flatMap((wall) => [wall.from, wall.to]),
    ...bars.flatMap((bar) => (bar.to === undefined ? [bar.from] : [bar.from, bar.to])),
    ...stretches.map((stretch) => stretch.from),
  ].filter((at) => at >= from && at <= to);
}

function linesOf({ story, laneOf, scale, from, to }: Shown): readonly Line[] {
  return story.stretches
    .filter((stretch) => laneOf.has(stretch.node) && stretch.to >= from && stretch.from <= to)
    .map((stretch) => ({
      lane: laneOf.get(stretch.node)!,
      weight: stretch.weight,
      y1: scale.y(Math.max(from, stretch.from)),
      y2: scale.y(Math.min(to, stretch.to)),
    }))
    .filter((line) => line.y2 > line.y1);
}

function marksOf({ story, laneOf, lanes, scale, from, to, width }: Shown): readonly PlacedMark[] {
  return story.marks
    .filter((mark) => mark.at >= from && mark.at <= to && (mark.node === undefined || laneOf.has(mark.node)))
    .map((mark) => {
      const lane = mark.node === undefined ? -1 : laneOf.get(mark.node)!;
      const who = mark.node === undefined ? "" : `${mark.node}: `;
      return {
        kind: mark.kind,
        event: mark.event,
        lane,
        x: lane < 0 ? (margin.left + width - margin.right) / 2 : lanes[lane]!.x,
        y: scale.y(mark.at),
        title: `${timeText(story.time, mark.at)} · ${who}${markText(mark.kind, mark.text)}`,
      };
    });
}

export function markText(kind: PlacedMark["kind"], text: string): string {
  if (kind === "timer") return `timer ${text} fires`;
  if (kind === "decided") return `decided ${text}`;
  return text;
}

function barsOf({ story, laneOf, lanes, scale, from, to }: Shown): readonly PlacedBar[] {
  return story.bars
    .filter((bar) => laneOf.has(bar.client) && bar.from <= to && (bar.to ?? to) >= from)
    .map((bar) => {
      const lane = laneOf.get(bar.client)!;
      const side = lane < lanes.length / 2 ? -1 : 1;
      const end = bar.to === undefined ? "never returned" : `returned ${data(bar.result ?? null, 60)}`;
      return {
        event: bar.event,
        lane,
        x: lanes[lane]!.x + side * 12,
        y1: scale.y(Math.max(from, bar.from)),
        y2: scale.y(Math.min(to, bar.to ?? to)),
        open: bar.to === undefined,
        title: `${bar.client}: ${called(bar.operation, 60)}, ${end}`,
      };
    });
}

function arrowsOf(shown: Shown): readonly Arrow[] {
  const { story, laneOf, from, to } = shown;
  const arrows: Arrow[] = [];
  for (const message of story.messages) {
    if (!laneOf.has(message.from) || !laneOf.has(message.to) || message.sentAt > to) continue;
    const copies: readonly (Copy | undefined)[] = message.copies.length > 0 ? message.copies : [undefined];
    for (const [index, copy] of copies.entries()) {
      // What a node tells itself at once is no traffic; its log says it.
      if (message.from === message.to && copy?.at === message.sentAt) continue;
      if ((copy === undefined ? message.sentAt : copy.at) >= from)
        arrows.push(arrowOf(shown, message, copy, index > 0));
    }
  }
  return arrows;
}

/** How far from its lifeline's middle a message begins and ends: the line may be thick there. */
function besideLine(story: Story, node: NodeId, at: number): number {
  let weight = "thin";
  for (const stretch of story.stretches) if (stretch.node === node && stretch.from <= at) weight = stretch.weight;
  return weight === "thick" ? 5 : weight === "dashed" ? 4 : weight === "down" ? 7 : 2;
}

function arrowOf(shown: Shown, message: Message, copy: Copy | undefined, isCopy: boolean): Arrow {
  const { story, laneOf, scale, from, to } = shown;
  const [lane, target] = [laneOf.get(message.from)!, laneOf.get(message.to)!];
  const arrivesAt = copy?.at ?? to;
  const y1 = heightOf(scale, message.sentAt, from, to);
  let { x1, x2 } = sidesOf(shown, message, copy);
  let y2 = heightOf(scale, arrivesAt, from, to);
  let end: Arrow["end"] = message.corrupted ? "jagged" : "head";
  if (copy === undefined) [end, y2] = ["open", y1 + 9];
  else if (copy.fate !== "delivered") end = "lost";
  // What is lost at once still has to be seen to leave.
  if (end === "lost" && y2 - y1 < 8 && lane !== target) y2 = y1 + 8;
  if (message.sentAt < from) x1 += ((x2 - x1) * (from - message.sentAt)) / Math.max(arrivesAt - message.sentAt, 1e-9);
  if (arrivesAt > to) [x2, end] = [x1 + ((x2 - x1) * (to - message.sentAt)) / (arrivesAt - message.sentAt), "open"];
  return {
    sent: message.event,
    ended: copy?.event ?? -1,
    from: lane,
    to: target,
    x1: tenth(x1),
    y1: tenth(y1),
    x2: tenth(x2),
    y2: tenth(y2),
    end,
    ...(isCopy ? { copy: true } : {}),
    title: messageTitle(story, message, copy),
  };
}

/** Where a message's line begins and ends: at the other lifeline, or where it was lost. */
function sidesOf(shown: Shown, message: Message, copy: Copy | undefined): { x1: number; x2: number } {
  const { story, laneOf, lanes } = shown;
  const [start, target] = [lanes[laneOf.get(message.from)!]!.x, lanes[laneOf.get(message.to)!]!.x];
  const way = Math.sign(target - start);
  const x1 = start + way * besideLine(story, message.from, message.sentAt);
  const x2 = target - way * besideLine(story, message.to, copy?.at ?? shown.to);
  if (copy === undefined) return { x1, x2: x1 + way * 34 };
  if (copy.fate === "cut") return { x1, x2: wallBetween(shown, message, copy.at) ?? (x1 + x2) / 2 };
  if (copy.fate === "loss" || copy.fate === "drop") return { x1, x2: x1 + (x2 - x1) * 0.62 };
  return { x1, x2 };
}

/** The first wall on a message's way. */
function wallBetween(shown: Shown, message: Message, at: number): number | undefined {
  const [start, target] = [shown.laneOf.get(message.from)!, shown.laneOf.get(message.to)!];
  const [low, high] = [shown.lanes[Math.min(start, target)]!.x, shown.lanes[Math.max(start, target)]!.x];
  const y = shown.scale.y(at);
  const between = shown.walls.filter((wall) => wall.x > low && wall.x < high && wall.y1 <= y && y <= wall.y2);
  const nearest = start < target ? between[0] : between.at(-1);
  return nearest?.x;
}

function heightOf(scale: Scale, at: number, from: number, to: number): number {
  return scale.y(Math.min(to, Math.max(from, at)));
}

const fates: { readonly [fate in Copy["fate"]]: string } = {
  delivered: "arrives",
  loss: "is lost",
  drop: "is dropped by the schedule",
  cut: "is lost: the link is cut",
  down: "finds its receiver down",
};

function messageTitle(story: Story, message: Message, copy: Copy | undefined): string {
  const sent = `${message.from} → ${message.to} at ${timeText(story.time, message.sentAt)}: ${phrase(message.message, 120)}`;
  if (copy === undefined) return `${sent}; still under way`;
  const extra = `${message.corrupted ? ", corrupted" : ""}${message.duplicated ? ", duplicated" : ""}`;
  return `${sent}; ${fates[copy.fate]} at ${timeText(story.time, copy.at)}${extra}`;
}
