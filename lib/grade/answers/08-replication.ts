/** What answers to the exercises of chapter 08 look like. */
import type { Data, NodeId } from "../../protocol";
import type { Move } from "../../seeds";

/** What a client remembers of its own session. A position says how far a replica's log was. */
export interface ClientSession {
  /** The client's write stands at this position. */
  wrote(position: number): void;
  /** The client has been answered by a replica that was this far. */
  read(position: number): void;
  /** Whether a replica that is this far may answer the client's next read. */
  accepts(position: number): boolean;
}

/** An answer to `08-replication/session-guarantees`. */
export interface SessionGuarantees {
  createSession(): ClientSession;
}

/** One node's interest in one rumour. */
export interface Spreader {
  /** Somebody has told it the rumour. */
  hears(): void;
  /** Whether it calls somebody in the next cycle. */
  isInterested(): boolean;
  /** It has called somebody, who knew the rumour already, or did not. */
  called(knewAlready: boolean): void;
}

/** An answer to `08-replication/rumour`. */
export interface Rumour {
  createSpreader(k: number): Spreader;
}

/** An answer to `08-replication/g-counter`. A counter is plain data, of whatever shape. */
export interface GrowOnlyCounter {
  empty(): Data;
  increment(counter: Data, replica: NodeId, by: number): Data;
  merge(left: Data, right: Data): Data;
  value(counter: Data): number;
}

/** An answer to `08-replication/or-set`. A set is plain data, of whatever shape. */
export interface ObservedRemoveSet {
  empty(): Data;
  add(set: Data, element: string, replica: NodeId): Data;
  remove(set: Data, element: string): Data;
  merge(left: Data, right: Data): Data;
  elements(set: Data): string[];
}

/** An answer to `08-replication/lost-write`. */
export interface LostWrite {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
