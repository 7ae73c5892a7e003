/** What primary and backups are made of: their messages, the states of replicas and clients, and the options. */
import type { Data, Millis, NodeId, Out, Protocol } from "../../protocol";

/** When a write is acknowledged: by the primary alone, with one backup, or with all of them. */
export type ReplicationMode = "asynchronous" | "semi-synchronous" | "synchronous";
/** What a client asks for, and of which replica. A write to a backup is refused. */
export type PrimaryBackupOperation =
  | { readonly kind: "read"; readonly at: NodeId }
  | { readonly kind: "write"; readonly value: Data; readonly at: NodeId };

/** How far into which primary's log: positions are ordered by epoch, then by length. */
export type LogPosition = { epoch: number; length: number };
/** Below 0 where `left` is behind `right`, above 0 where it is ahead of it, 0 where they are the same. */
export function compareLogPositions(left: LogPosition, right: LogPosition): number {
  return left.epoch !== right.epoch ? left.epoch - right.epoch : left.length - right.length;
}
/** With a position only where clients carry one: in a request what the client has seen, in a reply where it is now. */
type Positioned = { position?: LogPosition };

export type PrimaryBackupRequest = { kind: "Request"; serial: number; operation: PrimaryBackupOperation } & Positioned;
/** `done` is false where the replica is not the primary. */
export type PrimaryBackupReply = { kind: "Reply"; serial: number; done: boolean; result: Data } & Positioned;
/** The log of the primary of this epoch, whole. */
export type Replicate = { kind: "Replicate"; epoch: number; log: readonly Data[] };
/** `length` entries of the log of this epoch are on my disk. */
export type ReplicateReply = { kind: "ReplicateReply"; epoch: number; length: number };
/** What clients and replicas say, as request and reply. */
export type PrimaryBackupMessage = PrimaryBackupRequest | PrimaryBackupReply | Replicate | ReplicateReply;
/** `send`: the log is due. `promote-<epoch>`: the operator's command to become primary of that epoch. */
export type PrimaryBackupTimer = "send" | `promote-${number}` | "next" | "give up";

/** A replica's state. */
export type ReplicaState = {
  role: "primary" | "backup";
  self: NodeId;
  epoch: number;
  log: readonly Data[];
  /** The number of the last write that each client has asked this replica for. */
  latest: { [client: NodeId]: number };
  /** As the primary: how much of the log each backup has by its own word. */
  copied: { [backup: NodeId]: number };
  /** As the primary: writes that wait for backups; `length` is the log's when they were appended. */
  waiting: { client: NodeId; serial: number; length: number }[];
  /** Reads by clients that have seen more than this replica has. */
  early: { client: NodeId; serial: number; position: LogPosition }[];
};
/** A client's state. */
export type PrimaryBackupClientState = {
  role: "client";
  serial: number;
  isOpen: boolean;
  /** The writes that it was told are done. */
  acknowledged: Data[];
  refused: number;
  /** The latest position that it has written or read, or null where clients carry none. */
  position: LogPosition | null;
};
/** A node's state, whichever part it plays. */
export type PrimaryBackupState = ReplicaState | PrimaryBackupClientState;
/** What survives a crash. A replica that comes back is a backup until it is promoted. */
export type PrimaryBackupSaved =
  | { epoch: number; log: readonly Data[]; latest: { [client: NodeId]: number } }
  | ({ serial: number; acknowledged: Data[] } & Positioned);

/** The replicas, when writes are acknowledged, and who takes over when. */
export interface PrimaryBackupOptions {
  /** How many replicas, or their names; the first is the primary. Default 3. */
  readonly replicas?: number | readonly NodeId[];
  /** Default "asynchronous". */
  readonly mode?: ReplicationMode;
  /** How long after a write the primary sends its log to the backups: their lag. Default 0 ms: at once. */
  readonly lagMs?: Millis;
  /** The operator's commands: who becomes primary, and when by its own clock, from its boot, in this order. Default: none. */
  readonly promotions?: readonly { readonly node: NodeId; readonly atMs: Millis }[];
  /** What each client does, one operation after the other. */
  readonly clients: { readonly [client: NodeId]: readonly PrimaryBackupOperation[] };
  /** The pause before each operation. Default [10, 10] ms. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
  /** How long a client waits for an answer before it leaves the operation open. Default 200 ms. */
  readonly timeoutMs?: Millis;
  /**
   * Whether each client carries the position that it has seen from replica to replica, and a replica that is behind
   * it answers the client's read only when it has caught up: read your writes and monotonic reads, at the price of
   * waiting, until a fail-over loses what the client has seen. Default false: a replica answers with what it has.
   */
  readonly carryPosition?: boolean;
}

/** The options with their defaults filled in. */
export type PrimaryBackupConfig = Required<PrimaryBackupOptions> & { readonly replicas: readonly NodeId[] };
export type PrimaryBackupOut = Out<PrimaryBackupMessage, PrimaryBackupTimer, PrimaryBackupSaved>;
export type Replica = Protocol<ReplicaState, PrimaryBackupMessage, PrimaryBackupTimer, PrimaryBackupSaved>;
export type PrimaryBackupClient = Protocol<
  PrimaryBackupClientState,
  PrimaryBackupMessage,
  PrimaryBackupTimer,
  PrimaryBackupSaved
>;
