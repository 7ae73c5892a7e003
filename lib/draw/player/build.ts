/** From a run to a player's model: its moments, with what each of them changed and what nodes did in it. */
import type { Data, NodeId, NodeView } from "../../protocol";
import type { Traced } from "../../trace/replay";
import type { TraceEvent } from "../../trace/trace";
import type { Layout } from "../space/layout";
import type { Plan } from "../space/plan";
import { layoutOf, scaledHeights } from "../space/plan";
import { changes } from "../space/story";
import { operation as called, data } from "../words";
import { effectText, headlineOf, isEffect } from "./log";
import type { LogLine, NodeState, PlayerModel, Step } from "./model";
import { playerVersion } from "./model";

/** Values longer than this are cut: the panel is narrow. */
const valueLengthMax = 72;

interface Draft {
  readonly at: number;
  readonly event: number;
  readonly text: string;
  readonly bad: boolean;
  readonly changes: NodeState[];
  readonly log: LogLine[];
  /** The node whose effects belong to this step. */
  readonly node: NodeId | undefined;
}

/** @param first which event is shown at first: an index into `trace.events`; default the last */
export function modelOf(run: Traced, plan: Plan, first: number | undefined): PlayerModel {
  const maker = new Maker(run, plan);
  for (const [index, event] of run.trace.events.entries()) maker.take(event, index);
  const drafts = maker.drafts;
  const layout = layoutOf(plan);
  const heightOf = scaledHeights(plan);
  const steps: Step[] = drafts.map(({ at, event, text, bad, changes: changed, log }) => ({
    at,
    event,
    y: Math.round(heightOf(at) * 10) / 10,
    text,
    ...(bad ? { bad } : {}),
    changes: changed,
    log,
  }));
  const stepOf = stepFinder(drafts);
  return {
    version: playerVersion,
    title: layout.title,
    time: run.trace.time,
    first: first === undefined ? Math.max(0, steps.length - 1) : Math.max(0, stepOf(first)),
    layout: withSteps(layout, stepOf),
    states: maker.before,
    steps,
  };
}

/** The last step that had begun when an event took place. */
function stepFinder(drafts: readonly Draft[]): (event: number) => number {
  const begins = drafts.map((draft) => draft.event);
  return (event) => begins.findLastIndex((begin) => begin <= event);
}

function withSteps(layout: Layout, stepOf: (event: number) => number): Layout {
  const moved = <Item extends { readonly event: number }>(items: readonly Item[]): readonly Item[] =>
    items.map((item) => ({ ...item, event: stepOf(item.event) }));
  const { highlight: _, ...rest } = layout;
  return {
    ...rest,
    walls: moved(layout.walls),
    bars: moved(layout.bars),
    marks: moved(layout.marks),
    labels: moved(layout.labels),
    arrows: layout.arrows.map((arrow) => ({
      ...arrow,
      sent: stepOf(arrow.sent),
      ended: arrow.ended < 0 ? -1 : stepOf(arrow.ended),
    })),
  };
}

/** Takes the events one by one. Those before the window only change the states that the first step finds. */
class Maker {
  readonly drafts: Draft[] = [];
  readonly before: NodeState[];
  private readonly laneOf: ReadonlyMap<NodeId, number>;
  private readonly shown: {
    role: string;
    condition: "up" | "down" | "paused";
    order: readonly string[];
    values: Map<string, string>;
  }[];
  private readonly views: ReadonlyMap<number, NodeView | undefined>;
  private begun = false;

  constructor(
    private readonly run: Traced,
    private readonly plan: Plan,
  ) {
    this.laneOf = new Map(plan.nodes.map((node, index) => [node, index]));
    this.shown = plan.nodes.map(() => ({ role: "", condition: "up" as const, order: [], values: new Map() }));
    this.views = new Map(changes(run).map((change) => [change.event, change.view]));
    this.before = [];
  }

  take(event: TraceEvent, index: number): void {
    if (event.at > this.plan.to) return;
    const node = "node" in event ? event.node : undefined;
    if (node !== undefined && !this.laneOf.has(node)) return;
    if (event.at >= this.plan.from && !this.begun) this.begin();
    const changed = this.changesOf(event, index);
    if (event.at < this.plan.from) return;
    if (!this.continues(event, node)) this.open(event, index, node);
    const draft = this.drafts.at(-1)!;
    if (changed) mergeInto(draft.changes, changed);
    const line = this.lineOf(event, index, node);
    if (line) draft.log.push(line);
  }

  /** What the nodes show where the window begins. */
  private begin(): void {
    this.begun = true;
    for (const [lane, { role, condition, order, values }] of this.shown.entries()) {
      this.before.push({ lane, role, condition, order, fields: [...values] });
    }
  }

  /** Whether an event is part of the step before it: what a node does because of something, and the first boots. */
  private continues(event: TraceEvent, node: NodeId | undefined): boolean {
    const draft = this.drafts.at(-1);
    if (!draft || draft.at !== event.at) return false;
    if (isFirstBoot(event) && draft.text === bootText) return true;
    if (event.kind === "duplicate" || event.kind === "corrupt") return true;
    return isEffect(event) && node !== undefined && draft.node === node;
  }

  private open(event: TraceEvent, index: number, node: NodeId | undefined): void {
    const text = isFirstBoot(event) ? bootText : headlineOf(event, this.plan);
    const bad = event.kind === "crash" || event.kind === "lose" || event.kind === "violation" || event.kind === "fail";
    this.drafts.push({ at: event.at, event: index, text, bad, changes: [], log: [], node });
  }

  private lineOf(event: TraceEvent, index: number, node: NodeId | undefined): LogLine | undefined {
    const text = effectText(event, this.run.trace.events, index);
    if (text === undefined) return undefined;
    const lane =
      node === undefined ? (event.kind === "lose" ? (this.laneOf.get(event.from) ?? -1) : -1) : this.laneOf.get(node)!;
    const bad = event.kind === "crash" || event.kind === "lose" || event.kind === "violation" || event.kind === "fail";
    return { lane, text, ...(bad ? { bad } : {}) };
  }

  /** What of a node's state an event changes, and remembers it. */
  private changesOf(event: TraceEvent, index: number): NodeState | undefined {
    if (!("node" in event) || event.node === undefined) return undefined;
    const lane = this.laneOf.get(event.node)!;
    if (event.kind === "crash") return this.changed(lane, { condition: "down", role: "" }, {});
    if (event.kind === "pause") return this.changed(lane, { condition: "paused" });
    if (event.kind === "resume") return this.changed(lane, { condition: "up" });
    const view = this.views.get(index);
    if (view) return this.changed(lane, { condition: "up", role: view.role ?? "" }, fieldsOf(view));
    if (this.run.protocols[event.node]) return undefined;
    // A scripted client has no state to show, but it is waiting for something.
    if (event.kind === "invoke")
      return this.changed(lane, {}, { ...this.kept(lane), calls: called(event.operation, valueLengthMax) });
    if (event.kind === "complete") return this.changed(lane, {}, { "last result": data(event.result, valueLengthMax) });
    return undefined;
  }

  private kept(lane: number): { readonly [name: string]: string } {
    return Object.fromEntries(this.shown[lane]!.values);
  }

  private changed(
    lane: number,
    { condition, role }: { readonly condition?: "up" | "down" | "paused"; readonly role?: string },
    fields?: { readonly [name: string]: string },
  ): NodeState | undefined {
    const node = this.shown[lane]!;
    const before = { ...node };
    if (condition !== undefined) node.condition = condition;
    if (role !== undefined) node.role = role;
    const differences = fields ? differencesOf(node.values, fields) : [];
    for (const [name, value] of differences) {
      if (value === null) node.values.delete(name);
      else node.values.set(name, value);
    }
    if (fields && Object.keys(fields).join("\n") !== node.order.join("\n")) node.order = Object.keys(fields);
    const state: NodeState = {
      lane,
      fields: differences,
      ...(node.role === before.role ? {} : { role: node.role }),
      ...(node.order === before.order ? {} : { order: node.order }),
      ...(node.condition === before.condition ? {} : { condition: node.condition }),
    };
    return Object.keys(state).length > 2 || differences.length > 0 ? state : undefined;
  }
}

const bootText = "all nodes start";

function isFirstBoot(event: TraceEvent): boolean {
  return event.kind === "start" && event.saved === null && event.at === 0;
}

function fieldsOf(view: NodeView): { readonly [name: string]: string } {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(view.fields ?? {})) fields[name] = data(value as Data, valueLengthMax);
  if (view.decided !== undefined) fields["decided"] = data(view.decided, valueLengthMax);
  return fields;
}

function differencesOf(
  before: ReadonlyMap<string, string>,
  after: { readonly [name: string]: string },
): (readonly [string, string | null])[] {
  const gone = [...before.keys()].filter((name) => after[name] === undefined).map((name) => [name, null] as const);
  return [...gone, ...Object.entries(after).filter(([name, value]) => before.get(name) !== value)];
}

/** A step may change a node twice (a crash within a step): the later says more. */
function mergeInto(list: NodeState[], state: NodeState): void {
  const at = list.findIndex((other) => other.lane === state.lane);
  if (at < 0) {
    list.push(state);
    return;
  }
  const fields = new Map([...list[at]!.fields, ...state.fields]);
  list[at] = { ...list[at]!, ...state, fields: [...fields] };
}
