/** `spaceTime`: a run as a diagram in which time runs down and each node is a line. */
import type { NodeId } from "../protocol";
import type { Data } from "../data";
import type { Traced } from "../trace/replay";
import type { Picture } from "./drawing";
import { picture } from "./drawing";
import { markup } from "./element";
import { paint } from "./space/paint";
import type { Plan } from "./space/plan";
import { layoutOf } from "./space/plan";
import type { Story } from "./space/story";
import { storyOf, within } from "./space/story";
import { textOf } from "./space/text";
import { brief, list, number } from "./words";

/** What `spaceTime` shows of a run. */
export interface SpaceTimeOptions {
  /** Which part of the run: in the trace's unit (milliseconds, or steps of the checker). Default: all of it. */
  readonly window?: { readonly fromMs?: number; readonly toMs?: number };
  /** Which nodes, from left to right. Default: all. */
  readonly nodes?: readonly NodeId[];
  /** In pixels, 240 to 2000. Default 780, more for more than 16 nodes. */
  readonly width?: number;
  /** The greatest height in pixels, from 200. Default 1600. */
  readonly heightMax?: number;
  /** The event to show as the current one: an index into `trace.events`. */
  readonly highlight?: number;
  /** How many things are drawn at most, with a note that says so where there are more. Default 300. */
  readonly maxEvents?: number;
  /** Which part is drawn of a run with more than `maxEvents`: its `beginning` (default), or its `end`. */
  readonly part?: "beginning" | "end";
  /** What to write on a message. Default: its kind, with what it says where that is one word. An empty text: nothing. */
  readonly label?: (message: Data) => string;
  /** Whether to cut quiet stretches of time short: `cut` (default) or `keep` the scale even throughout. */
  readonly quiet?: "cut" | "keep";
  /** A sentence for those who cannot see it. Default: made from the run. */
  readonly title?: string;
}

/**
 * Draws a run.
 * @throws RangeError or TypeError where an option is not allowed
 * @example
 * const run = simulate({ protocol: changRoberts({ members: 3 }) });
 * spaceTime(run).toSvg().startsWith("<svg"); // → true
 */
export function spaceTime(run: Traced, options: SpaceTimeOptions = {}): Picture {
  const plan = planOf(run, options);
  return picture({ svg: () => markup(paint(layoutOf(plan))), text: () => textOf(plan) });
}

/** Checks the options and decides how much of the run is drawn. */
export function planOf(run: Traced, options: SpaceTimeOptions): Plan {
  check(run, options);
  const story = storyOf(run);
  const nodes = options.nodes ?? story.nodes;
  const window = {
    from: Math.max(story.from, options.window?.fromMs ?? story.from),
    to: Math.min(story.to, options.window?.toMs ?? story.to),
  };
  const { from, to, note } = cutTo(story, window, options.maxEvents ?? 300, options.part ?? "beginning");
  const label = options.label;
  return {
    story: within(story, from, to),
    from,
    to,
    nodes,
    width: options.width ?? Math.min(2000, Math.max(780, nodes.length * 46)),
    heightMax: options.heightMax ?? 1600,
    cutQuiet: options.quiet !== "keep",
    label: (message) => (label ?? brief)(message.message),
    title: options.title,
    highlight: options.highlight,
    notes: [...(note === undefined ? [] : [note]), ...(story.origin === "" ? [] : [story.origin])],
  };
}

interface Window {
  readonly from: number;
  readonly to: number;
  /** What is left out, where anything is. */
  readonly note?: string;
}

/** The part of a window that holds only so many things. What happens at one moment is never parted. */
function cutTo(story: Story, window: Window, most: number, part: "beginning" | "end"): Window {
  const moments = [
    ...story.messages.map(({ sentAt }) => sentAt),
    ...story.marks.map(({ at }) => at),
    ...story.bars.map((bar) => bar.from),
  ]
    .filter((at) => at >= window.from && at <= window.to)
    .toSorted((one, other) => one - other);
  if (moments.length <= most) return window;
  const all = `${number(moments.length)} messages, marks and operations: choose a window, or raise maxEvents`;
  const between = (one: number, next: number): number => (story.time === "ms" ? (one + next) / 2 : one);
  const when = (at: number): string => (story.time === "ms" ? `${number(Number(at.toFixed(1)), 8)} ms` : `step ${at}`);
  if (part === "end") {
    const first = moments[moments.length - most]!;
    const before = moments.findLastIndex((at) => at < first);
    if (before < 0) return window;
    // Between two steps there is nothing: then it begins with the first that is drawn.
    const from = story.time === "ms" ? between(moments[before]!, first) : first;
    return {
      ...window,
      from,
      note: `Begins at ${when(from)}, with the last ${number(moments.length - 1 - before)} of ${all}`,
    };
  }
  const last = moments[most - 1]!;
  const after = moments.findIndex((at) => at > last);
  if (after < 0) return window;
  const to = between(last, moments[after]!);
  return { ...window, to, note: `Cut at ${when(to)}, after ${number(after)} of ${all}` };
}

function check(run: Traced, options: SpaceTimeOptions): void {
  const trace = (run as Partial<Traced> | undefined)?.trace;
  if (!trace || !Array.isArray(trace.events)) {
    throw new TypeError("run has no trace; allowed is what simulate, explore and checkSeeds give (with tracing on)");
  }
  for (const node of options.nodes ?? []) {
    if (!trace.nodes.includes(node)) throw new RangeError(`nodes has ${node}; the run has ${list(trace.nodes)}`);
  }
  if (options.nodes?.length === 0) throw new RangeError("nodes is an empty list; allowed is one node or more");
  const { fromMs, toMs } = options.window ?? {};
  if (Number.isNaN(fromMs) || Number.isNaN(toMs) || (fromMs !== undefined && toMs !== undefined && !(fromMs < toMs))) {
    throw new RangeError(`window is ${fromMs} to ${toMs}; allowed is fromMs < toMs`);
  }
  const { part = "beginning" } = options;
  if (part !== "beginning" && part !== "end") {
    throw new RangeError(`part is ${String(part)}; allowed is beginning or end`);
  }
  requireWithin("width", options.width, 240, 2000);
  requireWithin("heightMax", options.heightMax, 200, 100_000);
  requireWithin("maxEvents", options.maxEvents, 1, 100_000);
  requireWithin("highlight", options.highlight, 0, Math.max(0, trace.events.length - 1));
}

function requireWithin(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && !(value >= least && value <= most)) {
    throw new RangeError(`${name} is ${value}; allowed is ${least} to ${most}`);
  }
}
