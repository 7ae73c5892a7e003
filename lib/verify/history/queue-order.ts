/** From an order of a queue whose values stand in no order to one that is first in, first out. */
import type { Operation } from "../../protocol";
import { eventsOf } from "./events";

type Items = readonly number[];

/**
 * For each operation that took an item, which one.
 * @param next the possible contents after an operation
 */
export function takenBy(
  order: readonly number[],
  next: (items: Items, operation: number) => readonly Items[],
): ReadonlyMap<number, number> {
  // One that never returned may have taken any item: those choices are gone through until all others fit.
  const path: { items: Items; rest: Items[] }[] = [{ items: [], rest: [] }];
  for (let place = 0; place < order.length;) {
    const top = path.at(-1)!;
    const choices = [...next(top.items, order[place]!)];
    const chosen = choices.shift();
    if (chosen !== undefined) {
      path.push({ items: chosen, rest: choices });
      place++;
      continue;
    }
    while (path.length > 1 && path.at(-1)!.rest.length === 0) path.pop();
    if (path.length === 1) throw new Error("an order that the search found does not fit its own model");
    const last = path.at(-1)!;
    last.items = last.rest.shift()!;
    place = path.length - 1;
  }
  const taken = new Map<number, number>();
  for (const [place, operation] of order.entries()) {
    const after = new Set(path[place + 1]!.items);
    const gone = path[place]!.items.find((item) => !after.has(item));
    if (gone !== undefined) taken.set(operation, gone);
  }
  return taken;
}

/**
 * Puts items in in the order in which they are taken, and those that are never taken after them. Those that put
 * something in are one chain then, all others are another, and the two are merged as the times allow.
 */
export function firstInFirstOut(
  order: readonly number[],
  operations: readonly Operation[],
  taken: ReadonlyMap<number, number>,
): readonly number[] {
  const items = new Set(order.filter((each) => (operations[each]!.operation as { kind: string }).kind === "enqueue"));
  const takes = order.filter((each) => !items.has(each));
  const puts = [...new Set([...taken.values(), ...items])];
  const emptiesBefore = new Map<number, number>();
  let empties = 0;
  for (const each of order) {
    if (items.has(each)) emptiesBefore.set(each, empties);
    else if (!taken.has(each)) empties++;
  }
  const isReady = readiness(order, operations);
  const merged: number[] = [];
  const done = new Set<number>();
  for (let put = 0, take = 0, emptied = 0; merged.length < order.length;) {
    const item = puts[put];
    const isPut = item !== undefined && emptied >= emptiesBefore.get(item)! && isReady(item, done);
    const next = isPut ? item : takes[take]!;
    if (isPut) put++;
    else {
      take++;
      if (!taken.has(next)) emptied++;
    }
    merged.push(next);
    done.add(next);
  }
  return merged;
}

/** Whether everything that must come before an operation has been done. */
function readiness(
  order: readonly number[],
  operations: readonly Operation[],
): (operation: number, done: ReadonlySet<number>) => boolean {
  const ascending = order.toSorted((a, b) => a - b);
  const { after } = eventsOf(operations, ascending);
  const before = new Map(ascending.map((each, place) => [each, after[place]! < 0 ? -1 : ascending[after[place]!]!]));
  const returnOf = (operation: number): number => operations[operation]!.returned ?? Infinity;
  const byReturn = order.toSorted((a, b) => returnOf(a) - returnOf(b));
  let first = 0;
  return (operation, done) => {
    while (first < byReturn.length && done.has(byReturn[first]!)) first++;
    const earliest = first < byReturn.length ? returnOf(byReturn[first]!) : Infinity;
    const waitsFor = before.get(operation)!;
    return operations[operation]!.invoked <= earliest && (waitsFor < 0 || done.has(waitsFor));
  };
}
