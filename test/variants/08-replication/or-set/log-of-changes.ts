// Keeps the list of all changes, each with the tags that it takes away.
import type { Data, NodeId } from "distlab";

type Addition = { readonly tag: string; readonly element: string; readonly isGone: boolean };

const all = (set: Data): readonly Addition[] => set as unknown as readonly Addition[];

export const empty = (): Data => [];

export function add(set: Data, element: string, replica: NodeId): Data {
  const mine = all(set).filter(({ tag }) => tag.endsWith(`/${replica}`)).length;
  return [...all(set), { tag: `${mine}/${replica}`, element, isGone: false }] as unknown as Data;
}

export function remove(set: Data, element: string): Data {
  return all(set).map((one) => (one.element === element ? { ...one, isGone: true } : one)) as unknown as Data;
}

export function merge(left: Data, right: Data): Data {
  const byTag = new Map(all(left).map((one) => [one.tag, one]));
  for (const one of all(right)) {
    byTag.set(one.tag, { ...one, isGone: one.isGone || (byTag.get(one.tag)?.isGone ?? false) });
  }
  return [...byTag.values()].toSorted((one, other) => (one.tag < other.tag ? -1 : 1)) as unknown as Data;
}

export function elements(set: Data): string[] {
  const found = all(set).filter(({ isGone }) => !isGone);
  return [...new Set(found.map(({ element }) => element))].toSorted();
}
