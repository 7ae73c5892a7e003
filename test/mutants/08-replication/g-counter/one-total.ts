// Keeps one total, and takes the larger of two.
// caught by: two replicas' counts are added up
import type { Data, NodeId } from "distlab";

export const empty = (): number => 0;
export const increment = (counter: Data, _replica: NodeId, by: number): number => (counter as number) + by;
export const merge = (left: Data, right: Data): number => Math.max(left as number, right as number);
export const value = (counter: Data): number => counter as number;
