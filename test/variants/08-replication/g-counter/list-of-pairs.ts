// Keeps a sorted list of pairs.
import type { Data, NodeId } from "distlab";

type Pairs = readonly (readonly [replica: NodeId, count: number])[];

function normal(pairs: Pairs): Pairs {
  const best = new Map<NodeId, number>();
  for (const [replica, count] of pairs) best.set(replica, Math.max(count, best.get(replica) ?? 0));
  return [...best].toSorted(([left], [right]) => (left < right ? -1 : 1));
}

export const empty = (): Data => [];
export const merge = (left: Data, right: Data): Data =>
  normal([...(left as unknown as Pairs), ...(right as unknown as Pairs)]);
export const value = (counter: Data): number =>
  (counter as unknown as Pairs).reduce((sum, [, count]) => sum + count, 0);
export function increment(counter: Data, replica: NodeId, by: number): Data {
  const pairs = counter as unknown as Pairs;
  const mine = pairs.find(([name]) => name === replica)?.[1] ?? 0;
  return normal([...pairs, [replica, mine + by]]);
}
