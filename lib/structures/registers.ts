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
export type LwwRegister<Value> = { readonly value: Value; readonly time: number; readonly replica: string };

export function mergeLww<Value>(left: LwwRegister<Value>, right: LwwRegister<Value>): LwwRegister<Value> {
  if (left.time !== right.time) return left.time > right.time ? left : right;
  return left.replica >= right.replica ? left : right;
}

/** The values that no other write has seen, with what each of them contains. */
export type MvRegister<Value> = readonly Version<Value>[];

/** Writes after having read all of `register`. */
export function writeMv<Value>(register: MvRegister<Value>, value: Value, replica: string): MvRegister<Value> {
  return writeVersion(register, value, contextOf(register), replica);
}

export function mergeMv<Value>(left: MvRegister<Value>, right: MvRegister<Value>): MvRegister<Value> {
  return syncVersions(left, right);
}

export function mvValues<Value>(register: MvRegister<Value>): readonly Value[] {
  return register.map((version) => version.value);
}
