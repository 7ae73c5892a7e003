/** What answers to the exercises of chapter 11 look like. */
import type { AbdOperation, AbdTag, AbdTagged } from "../../protocols/abd-register";
import type { QuorumHeld, QuorumVersion } from "../../protocols/quorum-store/vocabulary";
import type { Data, NodeId } from "../../protocol";
import type { Move } from "../../seeds";

/** What one replica answered: what it holds, or holds after a store; null before the first write. */
export type HeldBy = { from: NodeId; held: QuorumHeld };

/** What a coordinator does next: wait for more answers, tell the client, or store once more under a higher number. */
export type ReadStep = { kind: "wait" } | { kind: "value"; value: Data };
/** What a writer does next. */
export type WriteStep = { kind: "wait" } | { kind: "done" } | { kind: "again"; counter: number };

/** An answer to `11-quorums/quorum-read-write`. */
export interface QuorumReadWrite {
  read(readQuorum: number, heard: HeldBy[]): ReadStep;
  write(writeQuorum: number, version: QuorumVersion, heard: HeldBy[]): WriteStep;
}

/** An answer to `11-quorums/read-repair`. */
export interface ReadRepair {
  /** After a read: which replicas are sent which version. */
  repairs(answers: { [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion };
}

/** What an ABD client does next: ask a majority, store at a majority, or answer at once. */
export type AbdFirst = { kind: "query" } | { kind: "store"; held: AbdTagged };
/** What a client of the ABD register does next. */
export type AbdNext = { kind: "store"; held: AbdTagged } | { kind: "return"; value: Data };

/** An answer to `11-quorums/abd-register`. */
export interface AbdRegisterRules {
  begin(operation: AbdOperation, self: NodeId, lastNumber: number): AbdFirst;
  afterQuery(operation: AbdOperation, answers: AbdTagged[], self: NodeId, lastNumber: number): AbdNext;
  /** At a replica: whether it takes the tagged value in place of the one under this tag. */
  keeps(held: AbdTag, offered: AbdTag): boolean;
}

/** An answer to `11-quorums/overlap-is-not-enough`. */
export interface OverlapIsNotEnough {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
