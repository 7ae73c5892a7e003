/** What answers to the exercises of chapter 10 look like. */
import type { Data, NodeId } from "../../protocol";
import type { Move } from "../../seeds";

/** What one replica answered to a read: the value that it holds, and its version, from 0. */
export type CopyHeard = { from: NodeId; version: number; value: Data };

/** What a client is told. `unknown`: it may have been done, and may not. */
export type CpOutcome = { kind: "value"; value: Data } | { kind: "done" } | { kind: "refused" } | { kind: "unknown" };

/** An answer to `10-cap/cp-register`. */
export interface CpRegister {
  /** What to tell a reader, after these replicas have answered in time. */
  read(replicas: NodeId[], heard: CopyHeard[]): CpOutcome;
  /** What to tell a writer: which replicas were asked to store it, and which have said that they did. */
  write(replicas: NodeId[], asked: NodeId[], stored: NodeId[]): CpOutcome;
}

/** A replica that answers always. What it tells the others, and hears from them, is its own business. */
export interface ApReplica {
  write(value: string): void;
  read(): string | null;
  /** What it tells the others: plain data. */
  tell(): Data;
  hear(told: Data): void;
}

/** An answer to `10-cap/ap-register`. */
export interface ApRegister {
  createReplica(name: NodeId): ApReplica;
}

/** An answer to `10-cap/stale-read`. */
export interface StaleRead {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
