// Takes whatever the other side says of a replica.
// caught by: old news takes nothing back
import type { Data, NodeId } from "distlab";

type Counts = { readonly [replica: NodeId]: number };

export const empty = (): Counts => ({});

export function increment(counter: Data, replica: NodeId, by: number): Counts {
  const counts = counter as Counts;
  return { ...counts, [replica]: (counts[replica] ?? 0) + by };
}

export function merge(left: Data, right: Data): Counts {
  const [ours, theirs] = [left as Counts, right as Counts];
  const merged: { [replica: NodeId]: number } = { ...ours };
  for (const [replica, count] of Object.entries(theirs)) merged[replica] = count;
  return merged;
}

export function value(counter: Data): number {
  return Object.values(counter as Counts).reduce((sum, count) => sum + count, 0);
}
