/**
 * Version vectors: vector clocks that count *writes to one item* by the replica that took them, to tell a newer
 * version from a conflict. Concurrent versions are kept side by side as siblings until somebody merges them.
 *
 * A vector alone cannot tell two clients apart that write through the same replica: [R1: 2] looks newer than [R1: 1]
 * even if the second client had not read the first's value. So a version also carries its *dot*, the one write that
 * it is: it is replaced by whoever had read that write, and by nobody else.
 *
 * Sources: Parker et al., "Detection of mutual inconsistency in distributed systems", IEEE TSE 9(3), 1983; the dot:
 * Preguiça, Baquero, Almeida, Fonte and Gonçalves, "Dotted version vectors", arXiv:1011.5808, 2010, section 4.
 */
import { countOf } from "./record";
import { mergeVectors } from "./vector-clock";
import type { VectorClock } from "./vector-clock";

/** A value, the write that it is, and the writes that its writer had read. */
export type Version<Value> = {
  readonly value: Value;
  /** The `number`-th write, from 1, to this item by `replica`. */
  readonly dot: { readonly replica: string; readonly number: number };
  /** What the writer had read, the dot not included. */
  readonly context: VectorClock;
};

/**
 * The versions at `replica` after a client that had read `context` has written `value`. What the client had read is
 * replaced; what it had not read stays as a sibling.
 * @param siblings the versions that `replica` holds
 * @param context what the client was given with its read (`contextOf`); `{}` if it had not read
 * @example
 * const milk = writeVersion([], "milk", {}, "R1");
 * const both = writeVersion(milk, "eggs", {}, "R1");
 * both.map((version) => version.value); // → ["milk", "eggs"]
 * const merged = writeVersion(both, "milk, eggs", contextOf(both), "R2");
 * merged.map((version) => version.value); // → ["milk, eggs"]
 */
export function writeVersion<Value>(
  siblings: readonly Version<Value>[],
  value: Value,
  context: VectorClock,
  replica: string,
): readonly Version<Value>[] {
  const unread = siblings.filter((sibling) => !hasRead(context, sibling));
  // The number must be one that this replica has never given out, even to siblings that the client had not read.
  const number = countOf(mergeVectors(contextOf(siblings), context), replica) + 1;
  return [...unread, { value, dot: { replica, number }, context }];
}

/** The versions after two replicas have exchanged theirs: those that no other one replaces, each once. */
export function syncVersions<Value>(
  left: readonly Version<Value>[],
  right: readonly Version<Value>[],
): readonly Version<Value>[] {
  const all = [...left, ...right];
  return all.filter(
    (version, index) =>
      !all.some((other) => hasRead(other.context, version)) &&
      all.findIndex((other) => isSameDot(other, version)) === index,
  );
}

/**
 * What a reader of these siblings has read: the context of its next write.
 * @example
 * contextOf(writeVersion([], "milk", {}, "R1")); // → { R1: 1 }
 */
export function contextOf<Value>(siblings: readonly Version<Value>[]): VectorClock {
  return siblings.reduce<VectorClock>(
    (known, { dot, context }) => mergeVectors(known, mergeVectors(context, { [dot.replica]: dot.number })),
    {},
  );
}

function hasRead<Value>(context: VectorClock, { dot }: Version<Value>): boolean {
  return dot.number <= countOf(context, dot.replica);
}

function isSameDot<Value>(left: Version<Value>, right: Version<Value>): boolean {
  return left.dot.replica === right.dot.replica && left.dot.number === right.dot.number;
}
