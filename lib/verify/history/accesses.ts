/** Reads and writes of values, key by key: what the weaker checks are about. */
import { canonical } from "../../data";
import type { Data, Operation } from "../../protocol";
import { comesBefore } from "./events";
import { fieldsOf } from "./operations";
import { describeAccess } from "./register";

/** A read or a write, in the vocabulary of `model.ts`. */
export interface Access {
  /** Its place in the history. */
  readonly index: number;
  readonly operation: Operation;
  readonly isWrite: boolean;
  /** Canonical forms. */
  readonly key: string;
  readonly value: string;
}

const kinds = ["read", "get", "write", "put", "delete"];

/** Whether an operation is a read or a write and nothing else. */
export function isAccess({ operation }: Operation): boolean {
  const { kind } = operation as { readonly kind?: Data };
  return typeof kind === "string" && kinds.includes(kind);
}

/** The accesses of a history. Reads that never returned or did not say what they read are left out: they saw nothing. */
export function accessesOf(check: string, history: readonly Operation[], judged: readonly number[]): readonly Access[] {
  return judged.flatMap((index): readonly Access[] => {
    const operation = history[index]!;
    const { kind, key = null, value = null } = fieldsOf(check, operation.operation, kinds);
    const isWrite = kind !== "read" && kind !== "get";
    if (!isWrite && (operation.returned === undefined || operation.result === undefined)) return [];
    const seen: Data = isWrite ? (kind === "delete" ? null : value) : operation.result!;
    return [{ index, operation, isWrite, key: canonical(key), value: canonical(seen) }];
  });
}

/** Whether one client did `first` before `second`. */
export function inSession(first: Access, second: Access): boolean {
  if (first.operation.client !== second.operation.client) return false;
  return isEarlier(first, second);
}

/** Whether `first` had returned before `second` was called, whoever called them. */
export function isEarlier(first: Access, second: Access): boolean {
  if (first === second) return false;
  if (first.index < second.index) return comesBefore(first.operation, second.operation);
  return (first.operation.returned ?? Infinity) < second.operation.invoked;
}

/** The writes that a read may have read from; `initial` stands for none, where the value was there at the beginning. */
export type Source = Access | "initial";

export function sourcesOf(read: Access, writes: readonly Access[], initial: Data): readonly Source[] {
  const found = writes.filter(({ key, value }) => key === read.key && value === read.value);
  return canonical(initial) === read.value ? [...found, "initial"] : found;
}

/** How an access reads in a sentence after its client's name. */
export function describedAccess({ operation, result }: Operation): string {
  return describeAccess(operation, result);
}
