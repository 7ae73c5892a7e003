/** Where a player is and what is shown there: pure, so that it can be tried without a browser. */
import type { LogLine, NodeState, PlayerModel } from "./model";

/** A field as it is shown. `before` is there where this very step changed it. */
export interface ShownField {
  readonly name: string;
  readonly value: string;
  readonly before?: string;
  readonly isNew: boolean;
}

/** A node as it is shown at a step. */
export interface ShownNode {
  readonly lane: number;
  readonly role: string;
  readonly condition: "up" | "down" | "paused";
  readonly fields: readonly ShownField[];
  /** Whether this very step was about it. */
  readonly isCurrent: boolean;
  readonly roleChanged: boolean;
}

interface Folded {
  role: string;
  condition: "up" | "down" | "paused";
  order: readonly string[];
  readonly values: Map<string, string>;
}

/** Every node's state after the step at `index`; -1 is the beginning. */
export function statesAt(model: PlayerModel, index: number): readonly ShownNode[] {
  const nodes = model.layout.lanes.map((): Folded => ({ role: "", condition: "up", order: [], values: new Map() }));
  for (const state of model.states) apply(nodes[state.lane], state);
  for (let at = 0; at < index; at++)
    for (const change of model.steps[at]?.changes ?? []) apply(nodes[change.lane], change);
  const before = nodes.map((node) => ({ role: node.role, condition: node.condition, values: new Map(node.values) }));
  const current = model.steps[index];
  for (const change of current?.changes ?? []) apply(nodes[change.lane], change);
  return nodes.map((node, lane) => ({
    lane,
    role: node.role,
    condition: node.condition,
    fields: node.order.flatMap((name) => shownField(name, node.values, before[lane]!.values)),
    isCurrent: current?.log.some((line) => line.lane === lane) ?? false,
    roleChanged: index >= 0 && (node.role !== before[lane]!.role || node.condition !== before[lane]!.condition),
  }));
}

function apply(node: Folded | undefined, { role, fields, order, condition }: NodeState): void {
  if (!node) return;
  if (role !== undefined) node.role = role;
  if (condition !== undefined) node.condition = condition;
  if (order !== undefined) node.order = order;
  for (const [name, value] of fields) {
    if (value === null) node.values.delete(name);
    else node.values.set(name, value);
  }
}

function shownField(
  name: string,
  values: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
): readonly ShownField[] {
  const value = values.get(name);
  if (value === undefined) return [];
  const old = before.get(name);
  const isNew = old !== value;
  return [{ name, value, isNew, ...(isNew && old !== undefined ? { before: old } : {}) }];
}

/** The last step at or above a height of the diagram, or -1. */
export function stepAtHeight(model: PlayerModel, y: number): number {
  let index = -1;
  for (const [at, step] of model.steps.entries()) if (step.y <= y + 1e-6) index = at;
  return index;
}

/** A line of the log, with the step that it belongs to. */
export interface ShownLine extends LogLine {
  readonly step: number;
}

/** The last lines up to a step, of all nodes or of one; those that are about the whole run always. */
export function logUpTo(
  model: PlayerModel,
  index: number,
  lane: number | undefined,
  most: number,
): readonly ShownLine[] {
  const lines: ShownLine[] = [];
  for (let at = Math.min(index, model.steps.length - 1); at >= 0 && lines.length < most; at--) {
    const own = (model.steps[at]?.log ?? []).filter(
      (line) => lane === undefined || line.lane === lane || line.lane < 0,
    );
    lines.unshift(...own.map((line) => ({ ...line, step: at })));
  }
  return lines.slice(-most);
}

/** How far the diagram's time line moves in a second at normal speed, in pixels of the diagram. */
export const pixelsPerSecond = 55;

/** What a moving player does after some time: where its line is, which step it has reached, whether it is at the end. */
export function advance(
  model: PlayerModel,
  from: { readonly y: number; readonly index: number },
  seconds: number,
  speed: number,
): { readonly y: number; readonly index: number; readonly ended: boolean } {
  const last = model.steps.at(-1)!.y;
  const y = Math.min(last, from.y + seconds * speed * pixelsPerSecond);
  const index = Math.max(from.index, stepAtHeight(model, y));
  return { y, index, ended: y >= last };
}

/** The step's time in words. */
export function timeOf(model: PlayerModel, index: number): string {
  const at = model.steps[Math.max(0, index)]!.at;
  return model.time === "ms" ? `${String(Math.round(at * 10) / 10)} ms` : `step ${at}`;
}
