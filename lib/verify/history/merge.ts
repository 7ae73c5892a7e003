/** One order for the whole history from the orders of its parts. */
import type { Operation } from "../../protocol";
import { eventsOf } from "./events";

/**
 * Linearizability is local: the orders of the parts fit into one (Herlihy and Wing, "Linearizability", TOPLAS 12(3),
 * 1990, theorem 1). Each operation takes effect as early as its call and its part's order allow.
 * @param orders for each part, operations as indices into the history
 */
export function mergeOrders(history: readonly Operation[], orders: readonly (readonly number[])[]): readonly number[] {
  if (orders.length === 1) return orders[0]!;
  const parts = new Map(orders.flatMap((order, part) => order.map((each) => [each, part] as const)));
  const points = new Map<number, number>();
  for (const order of orders) {
    let point = -Infinity;
    for (const each of order) points.set(each, (point = Math.max(point, history[each]!.invoked)));
  }
  const all = orders.flat().toSorted((a, b) => a - b);
  const { after } = eventsOf(history, all);
  const before = new Map(all.map((each, place) => [each, after[place]! < 0 ? -1 : all[after[place]!]!]));
  // Sorting is stable, so that each part keeps its order.
  const sorted = orders.flat().toSorted((a, b) => points.get(a)! - points.get(b)!);
  const merged: number[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && points.get(sorted[end]!) === points.get(sorted[start]!)) end++;
    merged.push(...sameMoment(sorted.slice(start, end), parts, before));
  }
  return merged;
}

/** At one moment, what a client did just before another operation comes before it, whichever parts the two are in. */
function sameMoment(
  group: readonly number[],
  parts: ReadonlyMap<number, number>,
  before: ReadonlyMap<number, number>,
): readonly number[] {
  if (group.length === 1) return group;
  const waiting = new Set(group);
  const merged: number[] = [];
  while (waiting.size > 0) {
    const heads = new Map<number, number>();
    for (const each of waiting) if (!heads.has(parts.get(each)!)) heads.set(parts.get(each)!, each);
    const [first] = heads.values();
    const chosen = [...heads.values()].find((each) => !waiting.has(before.get(each)!)) ?? first!;
    waiting.delete(chosen);
    merged.push(chosen);
  }
  return merged;
}
