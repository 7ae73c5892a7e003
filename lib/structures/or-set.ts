/**
 * A set that replicas can change apart, in which an addition wins over a removal that had not seen it.
 *
 * Every addition gets a tag that is never used again. Removing an element removes the tags that the remover has seen,
 * and no others. An element is in the set as long as one of its tags is left. What has been seen is remembered as one
 * counter for each replica (tags of a replica are numbered), so that a removed tag cannot come back with old news.
 *
 * Source: Shapiro et al., INRIA RR-7506, 2011, section 3.3.5; the compact form without tombstones: Bieniusa et al.,
 * "An optimized conflict-free replicated set", INRIA RR-8083, 2012.
 */
import { countOf, ownField, withoutField } from "./record";
import { mergeVectors } from "./vector-clock";
import type { VectorClock } from "./vector-clock";

/** An addition: the `number`-th by `replica`. */
export type Tag = { readonly replica: string; readonly number: number };

/** A replica's set. Begins as `emptyOrSet`. */
export type OrSet = {
  /** The living tags of each element. */
  readonly elements: { readonly [element: string]: readonly Tag[] };
  /** How many additions of each replica are known, dead ones too. A replica must save its own count before reuse. */
  readonly seen: VectorClock;
};

/** The set with nothing in it, and nothing ever seen. */
export const emptyOrSet: OrSet = { elements: {}, seen: {} };

/**
 * Adds `element` at `replica`. The new tag replaces those of the element that this replica has seen: they say nothing
 * more. A replica that starts again must have saved its set, or it would give out the same tags a second time.
 * @example
 * const cart = addToOrSet(emptyOrSet, "milk", "A");
 * const removed = removeFromOrSet(cart, "milk");
 * const addedAgain = addToOrSet(cart, "milk", "B");
 * orSetElements(mergeOrSets(removed, addedAgain)); // → ["milk"]
 */
export function addToOrSet(set: OrSet, element: string, replica: string): OrSet {
  const number = countOf(set.seen, replica) + 1;
  return {
    elements: { ...set.elements, [element]: [{ replica, number }] },
    seen: { ...set.seen, [replica]: number },
  };
}

/** Removes what has been seen; an addition elsewhere that has not been heard of survives. */
export function removeFromOrSet(set: OrSet, element: string): OrSet {
  return { elements: withoutField(set.elements, element), seen: set.seen };
}

/** A tag lives if both have it, or one has it and the other has never heard of it. */
export function mergeOrSets(left: OrSet, right: OrSet): OrSet {
  const elements = Object.keys({ ...left.elements, ...right.elements }).flatMap((element) => {
    const living = livingTags(left, right, element);
    return living.length === 0 ? [] : [[element, living] as const];
  });
  return { elements: Object.fromEntries(elements), seen: mergeVectors(left.seen, right.seen) };
}

function livingTags(left: OrSet, right: OrSet, element: string): readonly Tag[] {
  const ours = ownField(left.elements, element) ?? [];
  const theirs = ownField(right.elements, element) ?? [];
  const living = [
    ...ours.filter((tag) => includesTag(theirs, tag) || !hasSeen(right, tag)),
    ...theirs.filter((tag) => !includesTag(ours, tag) && !hasSeen(left, tag)),
  ];
  return living.toSorted(compareTags);
}

/** The elements, sorted. */
export function orSetElements(set: OrSet): readonly string[] {
  return Object.keys(set.elements).toSorted();
}

function includesTag(tags: readonly Tag[], tag: Tag): boolean {
  return tags.some(({ replica, number }) => replica === tag.replica && number === tag.number);
}

function hasSeen(set: OrSet, tag: Tag): boolean {
  return tag.number <= countOf(set.seen, tag.replica);
}

function compareTags(left: Tag, right: Tag): number {
  if (left.replica !== right.replica) return left.replica < right.replica ? -1 : 1;
  return left.number - right.number;
}
