// Forgets what was removed, so it comes back with old news.
// caught by: what was seen and removed does not come back with old news
import type { Data, NodeId } from "distlab";

export const empty = (): Data => [];
export const add = (set: Data, element: string, _replica: NodeId): Data => [
  ...new Set([...(set as string[]), element]),
];
export const remove = (set: Data, element: string): Data => (set as string[]).filter((one) => one !== element);
export const merge = (left: Data, right: Data): Data => [...new Set([...(left as string[]), ...(right as string[])])];
export const elements = (set: Data): string[] => (set as string[]).toSorted();
