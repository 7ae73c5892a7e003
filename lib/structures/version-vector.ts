/**
 * Version vectors: vector clocks that count *writes to one item* by the replica that took them, to tell a newer
 * version from a conflict. Concurrent versions are kept side by side as siblings until somebody merges them.
 *
 * Source: Parker et al., "Detection of mutual inconsistency in distributed systems", IEEE TSE 9(3), 1983.
 */
import { compareVectors, isCoveredBy, mergeVectors, tickVector } from "./vector-clock";
import type { VectorClock } from "./vector-clock";

/** A value with the writes that it contains. */
export type Version<Value> = { readonly value: Value; readonly vector: VectorClock };

/**
 * The versions after a client that had read `context` has written `value` at `replica`. What the client had seen is
 * replaced; what it had not seen stays as a sibling.
 */
export function writeVersion<Value>(
  siblings: readonly Version<Value>[],
  value: Value,
  context: VectorClock,
  replica: string,
): readonly Version<Value>[] {
  const unseen = siblings.filter((sibling) => !isCoveredBy(sibling.vector, context));
  // The new number must be one that this replica has never given out, even for siblings that the client had not seen.
  const counted = siblings.reduce<VectorClock>((known, sibling) => mergeVectors(known, sibling.vector), context);
  const vector = { ...context, [replica]: tickVector(counted, replica)[replica]! };
  return [...unseen, { value, vector }];
}

/** The versions after two replicas have exchanged theirs: those that no other one replaces, each once. */
export function syncVersions<Value>(
  left: readonly Version<Value>[],
  right: readonly Version<Value>[],
): readonly Version<Value>[] {
  const all = [...left, ...right];
  return all.filter((version, index) =>
    all.every((other, otherIndex) => {
      const order = compareVectors(version.vector, other.vector);
      return order === "equal" ? otherIndex >= index : order !== "before";
    }),
  );
}

/** What a reader of these siblings has seen: the context of its next write. */
export function contextOf<Value>(siblings: readonly Version<Value>[]): VectorClock {
  return siblings.reduce<VectorClock>((known, sibling) => mergeVectors(known, sibling.vector), {});
}
