// Keeps a name for every visit, and takes the union.
import type { Data, NodeId } from "distlab";

type Visits = { readonly [visit: string]: true };

export const empty = (): Data => ({});
export const merge = (left: Data, right: Data): Data => ({ ...(left as Visits), ...(right as Visits) });
export const value = (counter: Data): number => Object.keys(counter as Visits).length;
export function increment(counter: Data, replica: NodeId, by: number): Data {
  const visits = counter as Visits;
  const before = Object.keys(visits).filter((name) => name.startsWith(`${replica}#`)).length;
  const fresh = Array.from({ length: by }, (_, index) => [`${replica}#${before + index + 1}`, true] as const);
  return { ...visits, ...Object.fromEntries(fresh) };
}
