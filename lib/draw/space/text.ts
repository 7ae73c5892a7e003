/**
 * A run for a terminal: a line an event, with a column for each node. An arrow is drawn where a message arrives (or is
 * lost); what is sent is told in words.
 */
import { padEnd, padStart } from "../measure";
import { operation as called, data, list, number, phrase } from "../words";
import type { Plan } from "./plan";
import { describe } from "./sentence";
import type { Copy, Mark, Message, Story, Weight } from "./story";

interface TextLine {
  readonly at: number;
  readonly event: number;
  readonly words: string;
  /** Columns that the line is about: an arrow from the first to the second, or a sign in one. */
  readonly arrow?: { readonly from: number; readonly to: number; readonly ends: "head" | "lost" | "atDown" };
  readonly sign?: { readonly lane: number; readonly sign: string };
}

export function textOf(plan: Plan): string {
  const { story, nodes } = plan;
  const { title, description } = describe(plan);
  const lines = linesOf(plan)
    .filter((line) => line.at >= plan.from && line.at <= plan.to)
    .toSorted((one, other) => one.at - other.at || one.event - other.event);
  const digits = story.time === "steps" ? 0 : digitsFor(lines);
  const times = lines.map((line) => line.at.toFixed(digits));
  const timeWidth = Math.max(2, story.time.length, ...times.map((time) => time.length));
  const laneWidth = Math.max(4, ...nodes.map((node) => Math.min(12, node.length) + 2));
  const heads = nodes.map((node) => padEnd(node.slice(0, 12), laneWidth)).join("");
  const body = lines.map((line, index) =>
    `${padStart(times[index]!, timeWidth)}  ${columnsOf(plan, line, laneWidth)} ${line.words}`.trimEnd(),
  );
  const head = `${padStart(story.time === "ms" ? "ms" : "step", timeWidth)}  ${heads}`.trimEnd();
  return [`${title}. ${description}`, "", head, ...body, ...plan.notes].join("\n");
}

/** As many decimals as are needed to tell the times apart, and no more than three. */
function digitsFor(lines: readonly TextLine[]): number {
  const times = [...new Set(lines.map((line) => line.at))];
  for (let digits = 0; digits < 3; digits++) {
    if (times.every((at) => Math.abs(at - Number(at.toFixed(digits))) < 1e-9)) return digits;
    if (digits > 0 && new Set(times.map((at) => at.toFixed(digits))).size === times.length) return digits;
  }
  return 3;
}

const columnOf: { readonly [weight in Weight]: string } = {
  thin: "│",
  thick: "┃",
  dashed: "┊",
  down: " ",
  paused: "·",
};

function columnsOf({ story, nodes }: Plan, line: TextLine, laneWidth: number): string {
  const cells = nodes.map((node) => columnOf[weightAt(story, node, line.at)]);
  const characters = cells.flatMap((cell) => [cell, ...Array.from({ length: laneWidth - 1 }, () => " ")]);
  if (line.sign) characters[line.sign.lane * laneWidth] = line.sign.sign;
  if (line.arrow) drawArrow(characters, line.arrow, laneWidth);
  return characters.join("");
}

function drawArrow(characters: string[], { from, to, ends }: NonNullable<TextLine["arrow"]>, laneWidth: number): void {
  const [start, end] = [from * laneWidth, to * laneWidth];
  if (start === end) {
    characters[start + 1] = ends === "head" ? "↺" : "✕";
    return;
  }
  const way = end > start ? 1 : -1;
  const onTheWay = start + way * Math.max(2, Math.floor(Math.abs(end - start) * 0.6));
  const stop = ends === "lost" ? onTheWay : ends === "atDown" ? end : end - way;
  for (let at = start + way; at !== stop; at += way) characters[at] = characters[at] === " " ? "─" : "┼";
  characters[stop] = ends !== "head" ? "✕" : way > 0 ? "▶" : "◀";
}

function weightAt(story: Story, node: string, at: number): Weight {
  let weight: Weight = "thin";
  for (const stretch of story.stretches) if (stretch.node === node && stretch.from <= at) weight = stretch.weight;
  return weight;
}

function linesOf(plan: Plan): readonly TextLine[] {
  const { story, nodes } = plan;
  const laneOf = new Map(nodes.map((node, index) => [node, index]));
  const shown = story.messages.filter((message) => laneOf.has(message.from) && laneOf.has(message.to));
  const marks = story.marks.filter((mark) => mark.node === undefined || laneOf.has(mark.node));
  return [
    ...shown.flatMap((message) => message.copies.map((copy) => arrival(plan, message, copy, laneOf))),
    ...sendings(plan, shown),
    ...marks.map((mark) => markLine(mark, laneOf)),
    ...story.walls.flatMap((wall) => wallLines(wall)),
    ...story.bars.filter((bar) => laneOf.has(bar.client)).flatMap((bar) => barLines(bar, laneOf)),
  ];
}

const fates: { readonly [fate in Copy["fate"]]: string } = {
  delivered: "",
  loss: "lost",
  drop: "dropped",
  cut: "lost: the link is cut",
  down: "lost: its receiver is down",
};

function arrival({ story }: Plan, message: Message, copy: Copy, laneOf: ReadonlyMap<string, number>): TextLine {
  const notes = [
    fates[copy.fate],
    message.corrupted ? "corrupted" : "",
    message.copies.indexOf(copy) > 0 ? "again" : "",
  ];
  const sent =
    story.time === "ms" ? `sent ${number(Number(message.sentAt.toFixed(3)), 8)}` : `sent in step ${message.sentAt}`;
  const words = [
    `${message.from} → ${message.to}  ${phrase(message.message, 60)}`,
    ...notes.filter((note) => note !== ""),
    sent,
  ];
  return {
    at: copy.at,
    event: copy.event,
    words: words.join(" · "),
    arrow: { from: laneOf.get(message.from)!, to: laneOf.get(message.to)!, ends: endOf(copy) },
  };
}

function endOf({ fate }: Copy): "head" | "lost" | "atDown" {
  return fate === "delivered" ? "head" : fate === "down" ? "atDown" : "lost";
}

/** What a node sends at once is one line. */
function sendings({ nodes }: Plan, messages: readonly Message[]): readonly TextLine[] {
  const batches = new Map<string, Message[]>();
  for (const message of messages) {
    const key = `${message.from} ${message.sentAt} ${message.kind}`;
    const batch = batches.get(key);
    if (batch) batch.push(message);
    else batches.set(key, [message]);
  }
  return [...batches.values()].map((batch) => {
    const { from, sentAt, event, kind } = batch[0]!;
    const words = `${from} sends ${kind} to ${list([...new Set(batch.map(({ to }) => to))])}`;
    return { at: sentAt, event, words, sign: { lane: nodes.indexOf(from), sign: "•" } };
  });
}

const signs: { readonly [kind in Mark["kind"]]: string } = {
  crash: "✕",
  fail: "✕",
  violation: "▲",
  restart: "○",
  timer: "◦",
  role: "┃",
  decided: "◆",
  save: "□",
  condition: "═",
};

function markLine({ kind, at, event, node, text }: Mark, laneOf: ReadonlyMap<string, number>): TextLine {
  const who = node === undefined ? "" : `${node} `;
  const words: { readonly [kind in Mark["kind"]]: string } = {
    crash: `${who}crashes`,
    restart: `${who}restarts`,
    timer: `${who}timer ${text}`,
    role: `${who}becomes ${text}`,
    decided: `${who}decides ${text}`,
    save: `${who}${text}`,
    condition: `${who}${text}`,
    fail: `${who}fails: ${text}`,
    violation: `VIOLATION ${text}`,
  };
  return {
    at,
    event,
    words: words[kind],
    ...(node === undefined ? {} : { sign: { lane: laneOf.get(node)!, sign: signs[kind] } }),
  };
}

function wallLines({ event, from, to, isHealed, groups, links }: Story["walls"][number]): readonly TextLine[] {
  const what = groups
    ? groups.map((group) => group.join(" ")).join(" ‖ ")
    : links.map(([one, other]) => `${one}→${other}`).join(" ");
  return [
    { at: from, event, words: `══ cut: ${what}` },
    { at: to, event: Number.MAX_SAFE_INTEGER, words: `══ ${isHealed ? "healed" : "still cut"}: ${what}` },
  ];
}

function barLines(bar: Story["bars"][number], laneOf: ReadonlyMap<string, number>): readonly TextLine[] {
  const lane = laneOf.get(bar.client)!;
  const begins = {
    at: bar.from,
    event: bar.event,
    words: `${bar.client} calls ${called(bar.operation, 50)}`,
    sign: { lane, sign: "┌" },
  };
  if (bar.to === undefined) return [begins];
  const words = `${bar.client} has ${data(bar.result ?? null, 40)} for ${called(bar.operation, 40)}`;
  return [begins, { at: bar.to, event: bar.event + 0.5, words, sign: { lane, sign: "└" } }];
}
