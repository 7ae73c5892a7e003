/**
 * Each addition has a tag of its own, and a removal remembers the tags that it has seen: the element is there as long as
 * one of its tags is not removed. Both lists only grow, so the union merges them. A tag's number must be above all that
 * its replica has ever given out, those that were removed among them.
 */
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
  return { added, removed: { ...removed, ...Object.fromEntries(seen) } };
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
