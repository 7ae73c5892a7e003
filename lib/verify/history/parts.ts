/** The parts of a history that do not influence each other, each as a problem for the search. */
import type { Operation } from "../../protocol";
import { eventsOf } from "./events";
import type { Problem } from "./forward";
import type { AnyModel } from "./model";
import { StateSpace } from "./states";

/** A part of a history that is judged alone. */
export interface Part {
  readonly key: string | null;
  /** Its operations, as indices into the history. */
  readonly indices: readonly number[];
  readonly problem: Problem;
  /** An order of the problem's operations as an order of the history's. */
  readonly restore: (order: readonly number[]) => readonly number[];
}

/** Splits the operations by the model's `partition`; one part, if any of them concerns everything. */
export function partsOf(history: readonly Operation[], indices: readonly number[], model: AnyModel): readonly Part[] {
  const byKey = new Map<string | null, number[]>();
  for (const index of indices) {
    const key = model.partition ? model.partition(history[index]!.operation) : null;
    const group = byKey.get(key);
    if (group) group.push(index);
    else byKey.set(key, [index]);
  }
  if (byKey.has(null) && byKey.size > 1) return [partOf(history, indices, model, null)];
  return [...byKey].map(([key, group]) => partOf(history, group, model, key));
}

function partOf(history: readonly Operation[], all: readonly number[], model: AnyModel, key: string | null): Part {
  const indices = withoutUnseen(history, all, model);
  const prepared = model.prepare?.(indices.map((index) => history[index]!));
  const space = new StateSpace(prepared?.model ?? model);
  const kinds = Int32Array.from(indices, (index, position) => {
    const { operation, result, client } = history[index]!;
    return space.kindId(prepared?.operations[position] ?? operation, result, client);
  });
  const problem = { space, starts: [space.initial], kinds, ...eventsOf(history, indices) };
  const inHistory = (order: readonly number[]): readonly number[] => order.map((position) => indices[position]!);
  return { key, indices, problem, restore: (order) => inHistory(prepared?.restore?.(order) ?? order) };
}

/** Leaves out what never returned and could only have left a value that nobody saw. */
function withoutUnseen(history: readonly Operation[], indices: readonly number[], model: AnyModel): readonly number[] {
  const { values } = model;
  if (!values || indices.every((index) => history[index]!.returned !== undefined)) return indices;
  const seen = new Set<string>();
  for (const index of indices) {
    const { operation, result } = history[index]!;
    const sees = values.sees(operation, result);
    if (sees === null) return indices;
    for (const value of sees) seen.add(JSON.stringify(value));
  }
  return indices.filter((index) => {
    const { operation, returned } = history[index]!;
    if (returned !== undefined) return true;
    const left = values.leaves(operation);
    return left === undefined || seen.has(JSON.stringify(left));
  });
}
