// Merges into the left counter, which somebody else still holds, instead of into a new one.
// caught by: two replicas' counts are added up
import type { Data, NodeId } from "distlab";

type Counts = { readonly [replica: NodeId]: number };

export const empty = (): Counts => ({});

export function increment(counter: Data, replica: NodeId, by: number): Counts {
  const counts = counter as Counts;
  return { ...counts, [replica]: (counts[replica] ?? 0) + by };
}

export function merge(left: Data, right: Data): Counts {
  const [ours, theirs] = [left as Counts, right as Counts];
  const merged = ours as { [replica: NodeId]: number };
  for (const [replica, count] of Object.entries(theirs)) merged[replica] = Math.max(merged[replica] ?? 0, count);
  return merged;
}

export function value(counter: Data): number {
  return Object.values(counter as Counts).reduce((sum, count) => sum + count, 0);
}
