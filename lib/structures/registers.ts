/**
 * Two registers that replicas can write apart and merge.
 *
 * The last-writer-wins register keeps the value of the highest timestamp and silently drops the others: of two
 * concurrent writes one is lost. The multi-value register keeps every value that no other write has seen, and leaves
 * the choice to the reader.
 *
 * Source: Shapiro et al., INRIA RR-7506, 2011, specifications 8 (LWW) and 10 (MV).
 */
import { contextOf, syncVersions, writeVersion } from "./version-vector";
import type { Version } from "./version-vector";

/** Ties of time are broken by the replica's name, so that all replicas drop the same one. */
export type LwwRegister<Value> = {
  readonly value: Value;
  /** By the clock of the replica that wrote, in whatever unit all replicas agree on. */
  readonly time: number;
  readonly replica: string;
};

/**
 * Writes at `replica` when its clock shows `time`. A write that is older than what the register holds is lost without
 * a word: this is what "last writer wins" means when clocks differ. Throws a RangeError where the replica has used
 * this time already: two values with one timestamp would leave the replicas apart for ever.
 * @param register what the replica holds; null if nothing yet
 * @example
 * const slow = writeLww(null, "blue", 100, "A");
 * writeLww(slow, "green", 90, "B").value; // → "blue"
 */
export function writeLww<Value>(
  register: LwwRegister<Value> | null,
  value: Value,
  time: number,
  replica: string,
): LwwRegister<Value> {
  const written = { value, time, replica };
  if (register === null) return written;
  if (register.time === time && register.replica === replica) {
    throw new RangeError(`time is ${time}; allowed is a time that ${replica} has not used for an earlier write`);
  }
  return mergeLww(register, written);
}

/**
 * The one of the higher time; ties go to the higher name.
 * @example
 * mergeLww({ value: "a", time: 5, replica: "A" }, { value: "b", time: 5, replica: "B" }).value; // → "b"
 */
export function mergeLww<Value>(left: LwwRegister<Value>, right: LwwRegister<Value>): LwwRegister<Value> {
  if (left.time !== right.time) return left.time > right.time ? left : right;
  return left.replica >= right.replica ? left : right;
}

/** The values that no other write has seen, with what each of them had seen. Begins as `[]`. */
export type MvRegister<Value> = readonly Version<Value>[];

/**
 * Writes at `replica` after having read all of `register`: the new value replaces every one there.
 * @example
 * mvValues(writeMv(mergeMv(writeMv([], "a", "A"), writeMv([], "b", "B")), "c", "A")); // → ["c"]
 */
export function writeMv<Value>(register: MvRegister<Value>, value: Value, replica: string): MvRegister<Value> {
  return writeVersion(register, value, contextOf(register), replica);
}

/** The values of both that no write in the other has seen. Sorted by who wrote them, so that replicas end up alike. */
export function mergeMv<Value>(left: MvRegister<Value>, right: MvRegister<Value>): MvRegister<Value> {
  return syncVersions(left, right).toSorted(byDot);
}

/**
 * What a reader sees: one value, or several that were written concurrently, or none before the first write.
 * @example
 * mvValues(mergeMv(writeMv([], "a", "A"), writeMv([], "b", "B"))); // → ["a", "b"]
 */
export function mvValues<Value>(register: MvRegister<Value>): readonly Value[] {
  return register.map((version) => version.value);
}

function byDot<Value>({ dot: left }: Version<Value>, { dot: right }: Version<Value>): number {
  if (left.replica !== right.replica) return left.replica < right.replica ? -1 : 1;
  return left.number - right.number;
}
