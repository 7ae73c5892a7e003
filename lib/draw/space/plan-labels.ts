/** Which labels a space-time diagram wants, where each may stand, and which of them fit. */
import { fitted, textWidth } from "../measure";
import { tenth } from "../round";
import { data, operation as called } from "../words";
import type { Box, Segment, Wish } from "./labels";
import { placeLabels } from "./labels";
import type { Arrow, Label, Line, PlacedBar, PlacedMark, PlacedWall } from "./layout";
import type { Shown } from "./plan";
import type { Mark, Message } from "./story";

export interface Places {
  readonly arrows: readonly Arrow[];
  readonly marks: readonly PlacedMark[];
  readonly bars: readonly PlacedBar[];
  readonly walls: readonly PlacedWall[];
  readonly lines: readonly Line[];
  readonly bottom: number;
}

/** A label that wants a place, with the dot that stands for it where there is none. */
interface Wanted {
  readonly wish: Wish;
  readonly label: Omit<Label, "x" | "y">;
  readonly instead?: PlacedMark;
}

/** Sizes of letters, here and in the style sheet of `paint.ts`. */
export const fontSize = { lane: 14, label: 11.5, tick: 11 } as const;
const lineHeight = 14;
/** From a label's top to its base line. */
const ascent = 11;

export function planLabels(
  shown: Shown,
  places: Places,
): { readonly labels: readonly Label[]; readonly more: readonly PlacedMark[] } {
  const wanted = [...markLabels(shown, places), ...barLabels(shown, places), ...messageLabels(shown, places)];
  const chosen = placeLabels(
    wanted.map(({ wish }) => wish),
    {
      boxes: [...places.marks.map((mark) => boxOfMark(mark)), ...places.bars.map((bar) => boxOfBar(bar))],
      segments: segmentsOf(shown, places),
      frame: { x: 50, y: 30, width: shown.width - 54, height: places.bottom - 30 + 14 },
    },
  );
  const labels: Label[] = [];
  const more: PlacedMark[] = [];
  for (const [index, { label, wish, instead }] of wanted.entries()) {
    const place = wish.places[chosen[index]!];
    if (place) labels.push({ ...label, x: tenth(place.x + 2), y: tenth(place.y + ascent) });
    else if (instead) more.push(instead);
  }
  return { labels, more };
}

export function boxOfMark(mark: PlacedMark): Box {
  const radius = mark.kind === "crash" || mark.kind === "violation" || mark.kind === "fail" ? 9 : 7;
  return { x: mark.x - radius, y: mark.y - radius, width: 2 * radius, height: 2 * radius };
}

function boxOfBar(bar: PlacedBar): Box {
  return { x: bar.x - 5, y: bar.y1 - 1, width: 10, height: bar.y2 - bar.y1 + 2 };
}

function segmentsOf(shown: Shown, { arrows, lines, walls }: Places): readonly Segment[] {
  return [
    ...arrows.map(({ x1, y1, x2, y2 }) => ({ x1, y1, x2, y2 })),
    ...lines.map(({ lane, weight, y1, y2 }) => {
      const { x } = shown.lanes[lane]!;
      return { x1: x, x2: x, y1, y2, weight: weight === "thick" ? 6 : 3 };
    }),
    ...walls.map(({ x, y1, y2 }) => ({ x1: x, x2: x, y1, y2, weight: 4 })),
  ];
}

function boxAt(text: string, bold: boolean, x: number, y: number, anchor: "start" | "middle" | "end"): Box {
  const width = textWidth(text, fontSize.label, bold) + 4;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { x: left, y, width, height: lineHeight };
}

/** To the right of a point, to its left, and both a little higher and lower. */
function beside(text: string, bold: boolean, x: number, y: number, distance: number): readonly Box[] {
  const heights = [-7, -15, 2, -23, 10];
  return heights.flatMap((dy) => [
    boxAt(text, bold, x + distance, y + dy, "start"),
    boxAt(text, bold, x - distance, y + dy, "end"),
  ]);
}

const importance = {
  violation: 9,
  crash: 8,
  decided: 7,
  role: 6,
  operation: 5,
  condition: 4,
  timer: 3,
  message: 2,
} as const;

function markLabels(shown: Shown, { marks }: Places): readonly Wanted[] {
  const told = shown.story.marks;
  const byEvent = new Map(told.map((mark) => [`${mark.kind}:${mark.event}`, mark]));
  const lastTimer = new Map<number, string>();
  const wanted: Wanted[] = [];
  for (const mark of marks) {
    const story = byEvent.get(`${mark.kind}:${mark.event}`)!;
    if (mark.kind === "timer") {
      // A timer that fires over and over is named once.
      const again = lastTimer.get(mark.lane) === story.text;
      lastTimer.set(mark.lane, story.text);
      if (again) continue;
    }
    const label = markLabel(mark, story);
    if (label) wanted.push(label);
  }
  return wanted;
}

/** A sentence about what went wrong stands under the drawing, and beside its mark too if it is short. */
function markLabel(mark: PlacedMark, { text }: Mark): Wanted | undefined {
  const wrong = mark.kind === "violation" || mark.kind === "fail";
  if (wrong && textWidth(text, fontSize.label, true) > 260) return undefined;
  const bold = wrong || mark.kind === "role" || mark.kind === "crash" || mark.kind === "decided";
  const short = wrong ? text : fitted(text, 190, fontSize.label, bold);
  const tone =
    wrong || mark.kind === "crash" || mark.kind === "save"
      ? "bad"
      : mark.kind === "role" || mark.kind === "decided"
        ? "lane"
        : "ink";
  const rank = wrong ? "violation" : mark.kind === "restart" || mark.kind === "save" ? "condition" : mark.kind;
  return {
    wish: {
      places: beside(short, bold, mark.x, mark.kind === "role" ? mark.y + 9 : mark.y, wrong ? 13 : 11),
      importance: importance[rank as keyof typeof importance],
    },
    label: { event: mark.event, text: short, tone, lane: mark.lane, bold },
  };
}

function barLabels(shown: Shown, { bars }: Places): readonly Wanted[] {
  const byEvent = new Map(shown.story.bars.map((bar) => [bar.event, bar]));
  return bars.map((bar) => {
    const { operation, result } = byEvent.get(bar.event)!;
    const text = bar.open ? called(operation, 24) : `${called(operation, 24)} → ${data(result ?? null, 16)}`;
    const outer = bar.x < shown.lanes[bar.lane]!.x ? -1 : 1;
    const middle = (bar.y1 + bar.y2) / 2 - lineHeight / 2;
    const heights = [middle, bar.y1, bar.y2 - lineHeight, bar.y1 - lineHeight, bar.y2];
    const onSide = (side: number): readonly Box[] =>
      heights.map((y) => boxAt(text, false, bar.x + side * (side === outer ? 6 : 18), y, side < 0 ? "end" : "start"));
    return {
      wish: { places: [...onSide(outer), ...onSide(-outer)], importance: importance.operation },
      label: { event: bar.event, text, tone: "lane", lane: bar.lane },
    };
  });
}

/** Where along an arrow its label may stand. */
const along = [0.5, 0.36, 0.64, 0.25, 0.75];

function messageLabels(shown: Shown, { arrows }: Places): readonly Wanted[] {
  const bySent = new Map(shown.story.messages.map((message) => [message.event, message]));
  const batches = new Map<string, { readonly message: Message; readonly arrows: Arrow[] }>();
  for (const arrow of arrows) {
    const message = bySent.get(arrow.sent)!;
    const key = `${message.from} ${message.sentAt} ${shown.label(message)}`;
    const batch = batches.get(key);
    if (batch) batch.arrows.push(arrow);
    else batches.set(key, { message, arrows: [arrow] });
  }
  const quoted = new Quoted();
  const wanted: Wanted[] = [];
  for (const { message, arrows: batch } of batches.values()) {
    const text = fitted(shown.label(message), 170, fontSize.label);
    const { y1, sent, from, title } = batch[0]!;
    if (text === "" || quoted.already(text, message, y1)) continue;
    wanted.push({
      wish: { places: batch.flatMap((arrow) => alongArrow(arrow, text)), importance: importance.message },
      label: { event: sent, text, tone: "lane", lane: from },
      instead: { kind: "more", event: sent, lane: from, ...middleOf(batch[0]!), title: `${text} · ${title}` },
    });
  }
  return wanted;
}

/** A node that says the same over and over is quoted once, and again after a screen's height; so are those who answer it. */
class Quoted {
  private readonly bySender = new Map<string, { readonly text: string; readonly y: number }>();
  private readonly byReceiver = new Map<string, number>();

  already(text: string, { from, to }: Message, y: number): boolean {
    const said = this.bySender.get(from);
    const heard = this.byReceiver.get(`${to} ${text}`);
    const again = (said?.text === text && y - said.y < 420) || (heard !== undefined && y - heard < 56);
    if (!again || said?.text !== text) this.bySender.set(from, { text, y });
    if (!again) this.byReceiver.set(`${to} ${text}`, y);
    return again;
  }
}

function middleOf({ x1, y1, x2, y2 }: Arrow): { readonly x: number; readonly y: number } {
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}

function alongArrow(arrow: Arrow, text: string): readonly Box[] {
  const { x1, y1, x2, y2 } = arrow;
  if (arrow.from === arrow.to) return [boxAt(text, false, x1 + 30, (y1 + y2) / 2 - 7, "start")];
  return along.flatMap((share) => {
    const [x, y] = [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];
    const rise = Math.min(
      16,
      (Math.abs(y2 - y1) / Math.max(Math.abs(x2 - x1), 1)) * textWidth(text, fontSize.label) * 0.5,
    );
    return [
      boxAt(text, false, x, y - lineHeight - 1 - rise * 0.6, "middle"),
      boxAt(text, false, x, y + 1 + rise * 0.6, "middle"),
    ];
  });
}
