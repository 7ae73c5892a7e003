/**
 * Differences between two values of plain data: what a save file holds. Pure.
 *
 * What is shared by identity is not looked into, because it is frozen and therefore equal. So the cost of a difference
 * is the cost of what is new, not of what there is: a log of a hundred thousand entries that grows by one costs one.
 */
import type { Data } from "../data";

/**
 * What makes one value of another, itself plain data:
 * `[0, value]` puts `value` in its place; `[1, changed, removed]` changes and removes an object's fields;
 * `[2, kept, changed, added]` keeps so many of an array's items, changes some of them, and adds others at the end.
 */
export type Difference =
  | readonly [kind: 0, value: Data]
  | readonly [kind: 1, changed: readonly (readonly [field: string, change: Difference])[], removed: readonly string[]]
  | readonly [
      kind: 2,
      kept: number,
      changed: readonly (readonly [index: number, change: Difference])[],
      added: readonly Data[],
    ];

type Fields = { readonly [field: string]: Data };

/** What makes `after` of `before`; undefined where they are the same. */
export function difference(before: Data, after: Data): Difference | undefined {
  if (before === after) return undefined;
  if (isContainer(before) && isContainer(after)) {
    if (Array.isArray(before) && Array.isArray(after)) return ofArrays(before, after);
    if (!Array.isArray(before) && !Array.isArray(after)) return ofObjects(before as Fields, after as Fields);
  }
  return [0, after];
}

const isContainer = (value: Data): value is readonly Data[] | Fields => typeof value === "object" && value !== null;

function ofArrays(before: readonly Data[], after: readonly Data[]): Difference | undefined {
  const kept = Math.min(before.length, after.length);
  const changed: [number, Difference][] = [];
  for (let index = 0; index < kept; index++) {
    const change = difference(before[index]!, after[index]!);
    if (change !== undefined) changed.push([index, change]);
  }
  if (changed.length === 0 && before.length === after.length) return undefined;
  return [2, kept, changed, after.slice(kept)];
}

function ofObjects(before: Fields, after: Fields): Difference | undefined {
  const removed = Object.keys(before).filter((field) => !Object.hasOwn(after, field));
  const changed: [string, Difference][] = [];
  const order = Object.keys(before).filter((field) => Object.hasOwn(after, field));
  let place = 0;
  for (const field of Object.keys(after)) {
    const isOld = Object.hasOwn(before, field);
    // The order of the fields is kept too, so that whoever goes through them finds them as they were.
    if (place < order.length && order[place] !== field) return [0, after];
    place += 1;
    const change = isOld ? difference(before[field]!, after[field]!) : ([0, after[field]!] as const);
    if (change !== undefined) changed.push([field, change]);
  }
  return changed.length === 0 && removed.length === 0 ? undefined : [1, changed, removed];
}

/** A difference does not fit what it is applied to, or is none. */
export class DifferenceError extends Error {
  override readonly name = "DifferenceError";
}

/**
 * `before` with `change` made. What is not changed is shared with `before`.
 * @throws DifferenceError where the change is none, or was made for another value
 */
export function withDifference(before: Data, change: Difference): Data {
  switch (change[0]) {
    case 0:
      return change[1];
    case 1:
      return changedObject(before, change[1], change[2]);
    case 2:
      return changedArray(before, change[1], change[2], change[3]);
    default:
      throw new DifferenceError(`a difference of kind ${String(change[0])}; there are 0, 1 and 2`);
  }
}

function changedObject(
  before: Data,
  changed: readonly (readonly [string, Difference])[],
  removed: readonly string[],
): Data {
  if (!isContainer(before) || Array.isArray(before)) throw new DifferenceError("fields of what is no object");
  const after: { [field: string]: Data } = { ...(before as Fields) };
  for (const field of removed) delete after[field];
  for (const [field, change] of changed) {
    after[field] = withDifference(Object.hasOwn(after, field) ? after[field]! : null, change);
  }
  return Object.freeze(after);
}

function changedArray(
  before: Data,
  kept: number,
  changed: readonly (readonly [number, Difference])[],
  added: readonly Data[],
): Data {
  if (!Array.isArray(before) || kept > before.length) throw new DifferenceError("items of what is no such array");
  const after: Data[] = [...(before as readonly Data[]).slice(0, kept), ...added];
  for (const [index, change] of changed) {
    if (!(index < kept)) throw new DifferenceError(`item ${index} of ${kept}`);
    after[index] = withDifference(after[index]!, change);
  }
  return Object.freeze(after);
}
