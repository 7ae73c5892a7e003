/**
 * A trace told as things that can be drawn: messages with what became of them, what each node was (up, down, paused,
 * leader …) and when, marks, partitions and operations. It knows nothing of pixels.
 */
import type { Data, NodeId, NodeView } from "../../protocol";
import { kindOf } from "../../step";
import type { Traced } from "../../trace/replay";
import { snapshots, viewOf } from "../../trace/replay";
import type { Trace, TraceEvent } from "../../trace/trace";

/** What became of one copy of a message. `event` is the index of the trace's event that says so. */
export interface Copy {
  readonly fate: "delivered" | "loss" | "drop" | "cut" | "down";
  readonly at: number;
  readonly event: number;
}

export interface Message {
  readonly id: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Data;
  readonly kind: string;
  readonly sentAt: number;
  /** Index of the `send`. */
  readonly event: number;
  /** Empty while it is still under way at the end of the trace. */
  readonly copies: Copy[];
  duplicated: boolean;
  corrupted: boolean;
}

/** How a lifeline is drawn for a while. */
export type Weight = "thin" | "thick" | "dashed" | "down" | "paused";

export interface Stretch {
  readonly node: NodeId;
  readonly weight: Weight;
  readonly role: string | undefined;
  readonly from: number;
  to: number;
}

export interface Mark {
  readonly kind: "crash" | "restart" | "timer" | "role" | "decided" | "violation" | "fail" | "save" | "condition";
  readonly at: number;
  readonly event: number;
  /** Missing for a violation of the whole system. */
  readonly node: NodeId | undefined;
  readonly text: string;
}

export interface Wall {
  readonly event: number;
  readonly links: readonly (readonly [from: NodeId, to: NodeId])[];
  readonly groups: readonly (readonly NodeId[])[] | undefined;
  readonly from: number;
  /** When it was healed, or the end of what is told. */
  to: number;
  isHealed: boolean;
}

export interface Bar {
  readonly client: NodeId;
  readonly operation: Data;
  readonly event: number;
  readonly from: number;
  /** Missing where it never returned. */
  to?: number;
  result?: Data;
}

export interface Story {
  readonly nodes: readonly NodeId[];
  readonly time: Trace["time"];
  readonly origin: string;
  readonly messages: readonly Message[];
  readonly stretches: readonly Stretch[];
  readonly marks: readonly Mark[];
  readonly walls: readonly Wall[];
  readonly bars: readonly Bar[];
  readonly from: number;
  readonly to: number;
}

/** What a node shows after an event; undefined while it is down. */
export interface Change {
  readonly event: number;
  readonly node: NodeId;
  readonly view: NodeView | undefined;
}

/** A run is drawn more than once (a picture, a text, a player), and replaying it is most of the work. */
const known = new WeakMap<Traced, readonly Change[]>();

/** Every change of what a node shows, in order. */
export function changes(run: Traced): readonly Change[] {
  const before = known.get(run);
  if (before) return before;
  const found = snapshots(withoutFailedHandlers(run)).map(({ event, node, state }) => ({
    event,
    node,
    view: state === null ? undefined : viewOf(run.protocols[node], state),
  }));
  known.set(run, found);
  return found;
}

/** A handler that threw would throw again when it is replayed: it is passed over, as one that left no state. */
function withoutFailedHandlers(run: Traced): Traced {
  if (!run.trace.events.some((event) => event.kind === "fail")) return run;
  const events = [...run.trace.events];
  for (const [index, event] of events.entries()) {
    if (event.kind !== "fail") continue;
    const handler = events.findLastIndex(
      (earlier, at) => at < index && isHandled(earlier) && (event.node === undefined || earlier.node === event.node),
    );
    const handled = events[handler];
    if (handled && isHandled(handled)) events[handler] = { ...handled, effectsKept: 0 };
  }
  return { ...run, trace: { ...run.trace, events } };
}

function isHandled(event: TraceEvent): event is Extract<TraceEvent, { kind: "start" | "timer" | "deliver" }> {
  return event.kind === "start" || event.kind === "timer" || event.kind === "deliver";
}

const thickRoles = new Set(["leader", "coordinator", "primary", "master", "sequencer"]);

function weightOf(role: string | undefined): Weight {
  if (role === undefined) return "thin";
  if (thickRoles.has(role)) return "thick";
  return role === "candidate" ? "dashed" : "thin";
}

const told = new WeakMap<Traced, Story>();

/** Tells a run. */
export function storyOf(run: Traced): Story {
  const before = told.get(run);
  if (before) return before;
  const teller = new Teller(run);
  for (const [index, event] of run.trace.events.entries()) teller.tell(event, index);
  const story = teller.end();
  told.set(run, story);
  return story;
}

/** What of a story is to be seen between two moments. */
export function within(story: Story, from: number, to: number): Story {
  const overlaps = (one: { readonly from: number; readonly to: number }): boolean => one.to >= from && one.from <= to;
  return {
    ...story,
    messages: story.messages.filter(
      ({ sentAt, copies }) => sentAt <= to && (sentAt >= from || copies.some((copy) => copy.at >= from)),
    ),
    stretches: story.stretches.filter((stretch) => overlaps(stretch)),
    marks: story.marks.filter(({ at }) => at >= from && at <= to),
    walls: story.walls.filter((wall) => overlaps(wall)),
    bars: story.bars.filter((bar) => overlaps({ from: bar.from, to: bar.to ?? Infinity })),
  };
}

class Teller {
  private readonly messages = new Map<number, Message>();
  private readonly stretches: Stretch[] = [];
  private readonly current = new Map<NodeId, Stretch>();
  private readonly marks: Mark[] = [];
  private readonly walls = new Map<number, Wall>();
  private readonly bars = new Map<number, Bar>();
  private readonly views = new Map<NodeId, NodeView>();
  private readonly started = new Set<NodeId>();
  private readonly changesByEvent: ReadonlyMap<number, Change>;
  private readonly trace: Trace;
  private readonly from: number;
  private readonly to: number;

  constructor(run: Traced) {
    this.trace = run.trace;
    this.changesByEvent = new Map(changes(run).map((change) => [change.event, change]));
    this.from = this.trace.events[0]?.at ?? 0;
    this.to = this.trace.events.at(-1)?.at ?? 0;
    for (const node of this.trace.nodes) this.enter(node, "thin", undefined, this.from);
  }

  /** A node's line goes on in another way. */
  private enter(node: NodeId, weight: Weight, role: string | undefined, at: number): void {
    const before = this.current.get(node);
    if (before && before.weight === weight && before.role === role) return;
    if (before) before.to = at;
    const stretch: Stretch = { node, weight, role, from: at, to: this.to };
    this.current.set(node, stretch);
    this.stretches.push(stretch);
  }

  tell(event: TraceEvent, index: number): void {
    switch (event.kind) {
      case "send":
      case "deliver":
      case "lose":
      case "duplicate":
      case "corrupt":
        return this.tellMessage(event, index);
      case "start":
      case "timer":
      case "crash":
      case "pause":
      case "resume":
        return this.tellNode(event, index);
      case "cut":
      case "heal":
        return this.tellCut(event, index);
      case "invoke":
      case "complete":
        return this.tellOperation(event, index);
      case "save":
        if (event.fate) this.mark("save", event.at, index, event.node, `save ${event.fate}`);
        return;
      case "condition":
        return this.mark("condition", event.at, index, event.node, event.what);
      case "fail":
      case "violation":
        return this.mark(event.kind, event.at, index, event.node, event.what);
    }
  }

  private mark(kind: Mark["kind"], at: number, event: number, node: NodeId | undefined, text: string): void {
    this.marks.push({ kind, at, event, node, text });
  }

  private tellMessage(
    event: Extract<TraceEvent, { kind: "send" | "deliver" | "lose" | "duplicate" | "corrupt" }>,
    index: number,
  ): void {
    if (event.kind === "send") return this.sent(event.id, event.node, event.to, event.message, event.at, index);
    if (!this.messages.has(event.id)) this.foundUnderWay(event, index);
    const message = this.messages.get(event.id);
    if (event.kind === "deliver") {
      message?.copies.push({ fate: "delivered", at: event.at, event: index });
      this.changed(index, event.at);
    } else if (event.kind === "lose") message?.copies.push({ fate: event.why, at: event.at, event: index });
    else if (message && event.kind === "duplicate") message.duplicated = true;
    else if (message) message.corrupted = true;
  }

  private sent(id: number, from: NodeId, to: NodeId, message: Data, sentAt: number, event: number): void {
    const kind = kindOf(message);
    this.messages.set(id, {
      id,
      from,
      to,
      message,
      kind,
      sentAt,
      event,
      copies: [],
      duplicated: false,
      corrupted: false,
    });
  }

  /** A trace may begin in the middle, with messages that were sent before. */
  private foundUnderWay(
    event: Extract<TraceEvent, { kind: "deliver" | "lose" | "duplicate" | "corrupt" }>,
    index: number,
  ): void {
    if (event.kind === "deliver") this.sent(event.id, event.from, event.node, event.message, this.from, index);
    else if (event.kind === "lose") this.sent(event.id, event.from, event.to, event.message, this.from, index);
  }

  private tellNode(
    event: Extract<TraceEvent, { kind: "start" | "timer" | "crash" | "pause" | "resume" }>,
    index: number,
  ): void {
    const { node, at } = event;
    const role = this.views.get(node)?.role;
    if (event.kind === "crash") {
      this.enter(node, "down", undefined, at);
      this.views.delete(node);
      this.mark("crash", at, index, node, "crash");
    } else if (event.kind === "pause") {
      this.enter(node, "paused", role, at);
      this.mark("condition", at, index, node, "paused");
    } else if (event.kind === "resume") this.enter(node, weightOf(role), role, at);
    else {
      if (event.kind === "timer") this.mark("timer", at, index, node, event.timer);
      else this.boot(node, at, index);
      this.changed(index, at);
    }
  }

  private boot(node: NodeId, at: number, index: number): void {
    if (this.started.has(node) || this.current.get(node)?.weight === "down") {
      this.enter(node, "thin", undefined, at);
      this.mark("restart", at, index, node, "restart");
    }
    this.started.add(node);
  }

  /** What the node shows after a handler, where it is another role or a decision. */
  private changed(index: number, at: number): void {
    const change = this.changesByEvent.get(index);
    if (!change?.view) return;
    const { node, view } = change;
    const before = this.views.get(node);
    this.views.set(node, view);
    if (this.current.get(node)?.weight !== "paused") this.enter(node, weightOf(view.role), view.role, at);
    if (view.role !== undefined && view.role !== before?.role && weightOf(view.role) === "thick") {
      this.mark("role", at, index, node, roleText(view));
    }
    if (view.decided !== undefined && JSON.stringify(view.decided) !== JSON.stringify(before?.decided)) {
      this.mark("decided", at, index, node, decidedText(view.decided));
    }
  }

  private tellCut(event: Extract<TraceEvent, { kind: "cut" | "heal" }>, index: number): void {
    const { id, at, links, groups } = event;
    if (event.kind === "cut")
      this.walls.set(id, { event: index, links, groups, from: at, to: this.to, isHealed: false });
    else {
      const wall = this.walls.get(id);
      if (!wall) return;
      wall.to = at;
      wall.isHealed = true;
    }
  }

  private tellOperation(event: Extract<TraceEvent, { kind: "invoke" | "complete" }>, index: number): void {
    if (event.kind === "invoke") {
      this.bars.set(event.op, { client: event.node, operation: event.operation, event: index, from: event.at });
      return;
    }
    const bar = this.bars.get(event.op);
    if (!bar) return;
    bar.to = event.at;
    bar.result = event.result;
  }

  end(): Story {
    return {
      nodes: this.trace.nodes,
      time: this.trace.time,
      origin: this.trace.origin,
      messages: [...this.messages.values()],
      stretches: this.stretches.filter((stretch) => stretch.to > stretch.from || stretch.to === this.to),
      marks: this.marks,
      walls: [...this.walls.values()],
      bars: [...this.bars.values()],
      from: this.from,
      to: this.to,
    };
  }
}

/** `leader · term 2`: the role, with the first field that is a number, which says which leader it is. */
function roleText(view: NodeView): string {
  const numbered = Object.entries(view.fields ?? {}).find(([, value]) => typeof value === "number");
  return numbered ? `${view.role} · ${numbered[0]} ${String(numbered[1])}` : view.role!;
}

function decidedText(value: Data): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 28 ? `${text.slice(0, 27)}…` : text;
}
