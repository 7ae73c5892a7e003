// Notes a removal in the set that it was given, instead of in a new one.
// caught by: what is added is there, what is removed is not
import type { Data, NodeId } from "distlab";

type Tags = { readonly [tag: string]: string };
type OrSet = { readonly added: Tags; readonly removed: Tags };

export const empty = (): OrSet => ({ added: {}, removed: {} });

export function add(set: Data, element: string, replica: NodeId): OrSet {
  const { added, removed } = set as OrSet;
  const number = Object.keys(added).filter((tag) => tag.startsWith(`${replica}#`)).length + 1;
  return { added: { ...added, [`${replica}#${number}`]: element }, removed };
}

export function remove(set: Data, element: string): OrSet {
  const { added, removed } = set as OrSet;
  const seen = Object.entries(added).filter(([, one]) => one === element);
  Object.assign(removed, Object.fromEntries(seen));
  return { added, removed };
}

export function merge(left: Data, right: Data): OrSet {
  const [ours, theirs] = [left as OrSet, right as OrSet];
  return { added: { ...ours.added, ...theirs.added }, removed: { ...ours.removed, ...theirs.removed } };
}

export function elements(set: Data): string[] {
  const { added, removed } = set as OrSet;
  const living = Object.entries(added).filter(([tag]) => !(tag in removed));
  return [...new Set(living.map(([, element]) => element))].toSorted();
}
