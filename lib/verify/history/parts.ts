/** The parts of a history that do not influence each other, each as a problem for the search. */
import type { Operation } from "../../protocol";
import { eventsOf } from "./events";
import type { Problem } from "./forward";
import type { AnyModel, PreparedModel } from "./model";
import { StateSpace } from "./states";

/** A part of a history that is judged alone. */
export interface Part {
  /** Its operations, as indices into the history. */
  readonly indices: readonly number[];
  readonly problem: Problem;
  /** An order of the problem's operations as an order of the history's. */
  readonly restore: (order: readonly number[]) => readonly number[];
}

/** Splits the operations by the model's `partition`; one part, if any of them concerns everything. */
export function partsOf(history: readonly Operation[], indices: readonly number[], model: AnyModel): readonly Part[] {
  return groupsByPart(history, indices, model).map((group) => partOf(history, group, model));
}

export function groupsByPart(
  history: readonly Operation[],
  indices: readonly number[],
  model: AnyModel,
): readonly (readonly number[])[] {
  const byKey = new Map<string | null, number[]>();
  for (const index of indices) {
    const key = model.partition ? model.partition(history[index]!.operation) : null;
    const group = byKey.get(key);
    if (group) group.push(index);
    else byKey.set(key, [index]);
  }
  return byKey.has(null) ? [indices] : [...byKey.values()];
}

function partOf(history: readonly Operation[], all: readonly number[], model: AnyModel): Part {
  const indices = withoutUnseen(history, all, model);
  const prepared = model.prepare?.(indices.map((index) => history[index]!));
  const { space, kinds } = spaceOf(history, indices, model, prepared);
  const problem = { space, starts: [space.initial], kinds, ...eventsOf(history, indices) };
  const inHistory = (order: readonly number[]): readonly number[] => order.map((position) => indices[position]!);
  return { indices, problem, restore: (order) => inHistory(prepared?.restore?.(order) ?? order) };
}

/** The states of the model, and the kind of each operation. */
export function spaceOf(
  history: readonly Operation[],
  indices: readonly number[],
  model: AnyModel,
  prepared: PreparedModel | undefined,
): Pick<Problem, "space"> & { readonly kinds: Int32Array } {
  const space = new StateSpace(prepared?.model ?? model);
  const kinds = Int32Array.from(indices, (index, position) => {
    const { operation, result, client } = history[index]!;
    return space.kindId(prepared?.operations[position] ?? operation, result, client);
  });
  return { space, kinds };
}

/** Leaves out what never returned and could only have left a value that nobody saw. */
export function withoutUnseen(
  history: readonly Operation[],
  indices: readonly number[],
  model: AnyModel,
): readonly number[] {
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
