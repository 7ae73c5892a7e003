/** What the store of quorums is made of: versions, messages, states, options, and the rules that can be replaced. */
import type { Data, Millis, NodeId, Out, Protocol } from "../../protocol";

/** A value and its version: the number orders, the writer's name breaks ties. */
export type QuorumVersion = { counter: number; writer: NodeId; value: Data };
/** What a replica holds: null before the first write. */
export type QuorumHeld = QuorumVersion | null;

/** What do you hold (for `owner`, where a stand-in is asked)? `operation` is the client's number of the operation. */
export type QuorumQuery = { kind: "Query"; operation: number; owner: NodeId };
export type QuorumQueryReply = { kind: "QueryReply"; operation: number; owner: NodeId; held: QuorumHeld };
/** Hold this, unless you hold something newer; a stand-in keeps it for `owner`. */
export type QuorumStore = { kind: "Store"; operation: number; owner: NodeId; version: QuorumVersion };
/** `counter` is that of the request, `held` what is held now: this version or a newer one. */
export type QuorumStoreReply = {
  kind: "StoreReply";
  operation: number;
  owner: NodeId;
  counter: number;
  held: QuorumHeld;
};
/** A reader has seen something newer than what you answered. Nobody waits for a reply. */
export type QuorumRepair = { kind: "Repair"; version: QuorumVersion };
/** This was left with me for you. */
export type QuorumHandoff = { kind: "Handoff"; version: QuorumVersion };
export type QuorumHandoffReply = { kind: "HandoffReply"; counter: number; writer: NodeId };
/** What clients and replicas say, as request and reply. */
export type QuorumMessage =
  | QuorumQuery
  | QuorumQueryReply
  | QuorumStore
  | QuorumStoreReply
  | QuorumRepair
  | QuorumHandoff
  | QuorumHandoffReply;
/** `next`: the pause is over. `retry`: too few have answered. `handoff`: a stand-in tries to hand over. */
export type QuorumTimer = "next" | "retry" | "handoff";

/** What a client asks for: the shapes of the history's register model. */
export type QuorumOperation = { readonly kind: "read" } | { readonly kind: "write"; readonly value: Data };

/** A replica or a stand-in; a stand-in holds nothing of its own, and hints by whom they are for. */
export type QuorumReplicaState = {
  role: "replica" | "stand-in";
  held: QuorumHeld;
  hints: { [owner: NodeId]: QuorumVersion };
};
/** A client, which coordinates its own operations. */
export type QuorumClientState = {
  role: "client";
  self: NodeId;
  /** How many operations it has begun; the last is `operation` in its messages. */
  begun: number;
  phase: "idle" | "read" | "write" | "write above";
  /** What has been answered in this phase, by the replica that was meant. */
  answers: { [owner: NodeId]: QuorumHeld };
  storing: QuorumVersion | null;
  /** The highest number that this client has seen or used. */
  counter: number;
  /** Its last write that has returned. */
  acknowledged: QuorumVersion | null;
};
/** A node's state, whichever part it plays. */
export type QuorumState = QuorumReplicaState | QuorumClientState;
/** What survives a crash: copies and hints; which operations and numbers a client has used up. */
export type QuorumSaved = Omit<QuorumReplicaState, "role"> | { begun: number; counter: number };

/** The replicas, how many of them are waited for, and what the clients do. */
export interface QuorumStoreOptions {
  /** N: how many replicas, or their names. Default 3. */
  readonly replicas?: number | readonly NodeId[];
  /** W, from 1 to N. Default: a majority. */
  readonly writeQuorum?: number;
  /** R, from 1 to N. Default: a majority. */
  readonly readQuorum?: number;
  /** What each client does, one operation after the other. */
  readonly clients: { readonly [client: NodeId]: readonly QuorumOperation[] };
  /** Whether a read asks all replicas and takes the first R answers, or asks just R of them. Default "all". */
  readonly asks?: "all" | "just enough";
  /** Default true. */
  readonly readRepair?: boolean;
  /** Who may stand in for replicas that do not answer: a sloppy quorum. Default nobody. */
  readonly standIns?: readonly NodeId[];
  /** How long a client waits before it asks again, and asks stand-ins. Default 100; Infinity: never. */
  readonly retryMs?: Millis;
  /** How often a stand-in tries to hand over. Default 100. */
  readonly handoffMs?: Millis;
  /** The pause before each operation. Default [10, 10]. */
  readonly pauseMs?: readonly [min: Millis, max: Millis];
}

/** The rules that can be replaced. */
export interface QuorumRules {
  /** The newest among answers. */
  readonly newest: (answers: readonly QuorumHeld[]) => QuorumHeld;
  /** Whether a replica that holds `held` takes what it is offered. */
  readonly keeps: (held: QuorumHeld, offered: QuorumVersion) => boolean;
  /** After a read: who is sent which version. */
  readonly repairs: (answers: { readonly [replica: NodeId]: QuorumHeld }) => { [replica: NodeId]: QuorumVersion };
}

/** The options with their defaults filled in. */
export type QuorumConfig = Required<Omit<QuorumStoreOptions, "replicas">> & {
  readonly replicas: readonly NodeId[];
  readonly rules: QuorumRules;
};
/** The recorder that handlers get. */
export type QuorumOut = Out<QuorumMessage, QuorumTimer, QuorumSaved>;
export type QuorumReplica = Protocol<QuorumReplicaState, QuorumMessage, QuorumTimer, QuorumSaved>;
export type QuorumClient = Protocol<QuorumClientState, QuorumMessage, QuorumTimer, QuorumSaved>;

/** Whether `left` is the newer version. */
export function isNewerVersion(left: QuorumHeld, right: QuorumHeld): boolean {
  if (left === null || right === null) return left !== null && right === null;
  if (left.counter !== right.counter) return left.counter > right.counter;
  return left.writer > right.writer;
}

function newest(answers: readonly QuorumHeld[]): QuorumHeld {
  return answers.reduce<QuorumHeld>((best, next) => (isNewerVersion(next, best) ? next : best), null);
}

function repairs(answers: { readonly [replica: NodeId]: QuorumHeld }): { [replica: NodeId]: QuorumVersion } {
  const best = newest(Object.values(answers));
  const behind = Object.keys(answers).filter((replica) => isNewerVersion(best, answers[replica]!));
  return best === null ? {} : Object.fromEntries(behind.map((replica) => [replica, best]));
}

/** The rules of the store. */
export const quorumRules: QuorumRules = { newest, keeps: (held, offered) => isNewerVersion(offered, held), repairs };
