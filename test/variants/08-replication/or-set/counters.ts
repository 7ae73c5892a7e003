// One counter for each replica instead of removed tags.
import type { Data, NodeId } from "distlab";

type Held = {
  readonly living: { readonly [tag: string]: string };
  readonly seen: { readonly [replica: NodeId]: number };
};

const isSeen = (tag: string, { seen }: Held): boolean => Number(tag.split(":")[1]) <= (seen[tag.split(":")[0]!] ?? 0);

export const empty = (): Data => ({ living: {}, seen: {} });

export function add(set: Data, element: string, replica: NodeId): Data {
  const { living, seen } = set as Held;
  const number = (seen[replica] ?? 0) + 1;
  return { living: { ...living, [`${replica}:${number}`]: element }, seen: { ...seen, [replica]: number } };
}

export function remove(set: Data, element: string): Data {
  const { living, seen } = set as Held;
  return { living: Object.fromEntries(Object.entries(living).filter(([, one]) => one !== element)), seen };
}

export function merge(left: Data, right: Data): Data {
  const [ours, theirs] = [left as Held, right as Held];
  const kept = [
    ...Object.entries(ours.living).filter(([tag]) => tag in theirs.living || !isSeen(tag, theirs)),
    ...Object.entries(theirs.living).filter(([tag]) => !isSeen(tag, ours)),
  ];
  const seen: { [replica: NodeId]: number } = { ...ours.seen };
  for (const [replica, number] of Object.entries(theirs.seen)) seen[replica] = Math.max(seen[replica] ?? 0, number);
  return { living: Object.fromEntries(kept), seen };
}

export const elements = (set: Data): string[] => [...new Set(Object.values((set as Held).living))].toSorted();
