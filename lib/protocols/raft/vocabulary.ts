/** Raft's words: its messages, what a server holds and saves, its options, and the table of its rules. */
import type { Data, Millis, NodeId, Out } from "../../protocol";
import type { ChunkedLog } from "../../structures/log";
import type { Command, KeyValueOperation, Machine } from "./key-value";

/** One place in the log. A leader opens its term with an entry without a command. */
export type Entry = { readonly term: number; readonly command: Command | MembersCommand | null };

/** From now on these are the members: one more, or one fewer, than before. Its result: whether that was allowed. */
export type ChangeMembers = { readonly kind: "changeMembers"; readonly members: readonly NodeId[] };
export type MembersCommand = { readonly client: NodeId; readonly serial: number; readonly operation: ChangeMembers };

/** What stands for the entries up to `index`, the last of which had this term. */
export type Snapshot = {
  readonly index: number;
  readonly term: number;
  readonly machine: Machine;
  readonly members: readonly NodeId[];
};

/** Would you vote for me in term `proposed`? Nobody's term changes by being asked. */
export type PreVote = { kind: "PreVote"; proposed: number; lastLogIndex: number; lastLogTerm: number };
export type PreVoteReply = { kind: "PreVoteReply"; term: number; proposed: number; voteGranted: boolean };
/** Asks for a vote. `lastLogIndex` and `lastLogTerm` say how complete the candidate's log is. */
export type RequestVote = { kind: "RequestVote"; term: number; lastLogIndex: number; lastLogTerm: number };
export type RequestVoteReply = { kind: "RequestVoteReply"; term: number; voteGranted: boolean };
/** Entries for the log, those after `prevLogIndex`; without entries, a heartbeat. `round`: see `RaftState`. */
export type AppendEntries = {
  kind: "AppendEntries";
  term: number;
  prevLogIndex: number;
  prevLogTerm: number;
  entries: readonly Entry[];
  leaderCommit: number;
  round: number;
};
/** Success: the logs agree up to `matchIndex`. Otherwise the leader should go on from `nextIndex`. */
export type AppendEntriesReply = {
  kind: "AppendEntriesReply";
  term: number;
  success: boolean;
  matchIndex: number;
  nextIndex: number;
  round: number;
};
/** For a server whose next entries the leader has forgotten. */
export type InstallSnapshot = { kind: "InstallSnapshot"; term: number; snapshot: Snapshot };
export type InstallSnapshotReply = { kind: "InstallSnapshotReply"; term: number; matchIndex: number };
/** A client's operation; when it asks again, `serial` is the same. */
export type ClientRequest = { kind: "ClientRequest"; serial: number; operation: KeyValueOperation | ChangeMembers };
/** A request that reads. */
export type ReadRequest = ClientRequest & { operation: KeyValueOperation };
/** A request for other members. */
export type MembersRequest = ClientRequest & { operation: ChangeMembers };
/** Done, with its result; or not done *by this server*, which knows perhaps whom to ask. */
export type ClientReply = { kind: "ClientReply"; serial: number; done: boolean; result: Data; leader: NodeId | null };

/** What servers and clients say, as request and reply. */
export type RaftMessage =
  | PreVote
  | PreVoteReply
  | RequestVote
  | RequestVoteReply
  | AppendEntries
  | AppendEntriesReply
  | InstallSnapshot
  | InstallSnapshotReply
  | ClientRequest
  | ClientReply;

export type RaftTimer = "election" | "heartbeat";

/** A read that waits: until entry `index` is applied and a majority has answered messages of this round. */
export type WaitingRead = {
  client: NodeId;
  serial: number;
  operation: KeyValueOperation;
  index: number;
  round: number;
};

/** A server's state. */
export type RaftState = {
  self: NodeId;
  role: "follower" | "pre-candidate" | "candidate" | "leader";
  currentTerm: number;
  votedFor: NodeId | null;
  log: ChunkedLog<Entry>;
  snapshot: Snapshot;
  /** The latest members in the log, committed or not, and the index of their entry. */
  members: readonly NodeId[];
  membersIndex: number;
  /** The entries up to here are committed, and applied at once: figure 2's commitIndex and lastApplied in one. */
  commitIndex: number;
  machine: Machine;
  /** Who leads `currentTerm`, as far as this server has heard since its election timer last fired. */
  leader: NodeId | null;
  /** As a candidate: who has voted for this server. */
  votesGranted: NodeId[];
  /** The fields below are a leader's; for others they are empty. What to send to each peer next. */
  nextIndex: { [peer: NodeId]: number };
  /** Up to where each server's log is known to agree. */
  matchIndex: { [peer: NodeId]: number };
  /** Where this leader's first entry stands. */
  termStart: number;
  /** Reads number the rounds of messages: an answer to a round is later than every read that asked for it. */
  round: number;
  /** The latest round that each server has answered. */
  answered: { [peer: NodeId]: number };
  reads: WaitingRead[];
  /** With leases, which rounds were sent when, by this server's own clock; unanswered ones and the last answered. */
  roundsSent: { round: number; atMs: Millis }[];
  /** Until when a leader may answer reads at once, by its own clock. Without leases always 0. */
  leaseUntilMs: Millis;
  /** With leases, when this server last heard from a leader or booted, by its own clock; otherwise 0. */
  heardMs: Millis;
  /** The server that gets the log in order to become a member. */
  joining: Joining | null;
};

/** A server that is to become a member as soon as it holds the log up to `upTo`, and who asked for it. */
export type Joining = {
  server: NodeId;
  upTo: number;
  client: NodeId;
  serial: number;
  operation: ChangeMembers;
};

/** What survives a crash. The machine is not saved: it is made again from the snapshot and the log. */
export type RaftSaved = {
  currentTerm: number;
  votedFor: NodeId | null;
  log: ChunkedLog<Entry>;
  snapshot: Snapshot;
};

/** The cluster, its time-outs and what it stores. */
export interface RaftOptions {
  /** How many servers there are at first, or their names. Default 5. A server that joins later is given the same. */
  readonly members?: number | readonly NodeId[];
  /** The range that each election timeout is drawn from. Default [150, 300], the paper's. */
  readonly electionTimeoutMs?: readonly [min: Millis, max: Millis];
  /** Default half of the least election timeout. */
  readonly heartbeatMs?: Millis;
  /** Whether a server asks if it could win before it raises its term. Default false. */
  readonly preVote?: boolean;
  /**
   * How reads are served: as entries of the log; by a read index and a round of heartbeats; or at once, by a lease that
   * heartbeats renew, which is right only while clocks run at nearly the same rate. Default "read index".
   */
  readonly reads?: "log" | "read index" | "lease";
  /** How far from the true rate any server's clock may be, in millionths: it shortens leases. Default 1000. */
  readonly driftPpmMax?: number;
  /** After how many applied entries the log is replaced by a snapshot. Default Infinity: never. */
  readonly snapshotAfter?: number;
  /** At most so many entries go into one AppendEntries. Default 64. */
  readonly entriesPerMessage?: number;
  /** A server that boots as the leader of term 1, with everybody's vote: where an experiment begins. */
  readonly firstLeader?: NodeId;
}

/** The options with their defaults filled in, as handlers see them. */
export interface RaftConfig {
  readonly members: readonly NodeId[];
  readonly electionTimeoutMs: readonly [min: Millis, max: Millis];
  readonly heartbeatMs: Millis;
  readonly preVote: boolean;
  readonly reads: "log" | "read index" | "lease";
  /** How long a lease lasts by the leader's clock. */
  readonly leaseMs: Millis;
  readonly snapshotAfter: number;
  readonly entriesPerMessage: number;
  readonly firstLeader: NodeId | null;
  /** The rules in force, for one that leads to another. */
  readonly rules: RaftHandlers;
}

/** The recorder that handlers get. */
export type RaftOut = Out<RaftMessage, RaftTimer, RaftSaved>;

/** What a server does with one kind of message. */
export type RaftHandler<Message> = (
  state: RaftState,
  message: Message,
  from: NodeId,
  out: RaftOut,
  config: RaftConfig,
) => void;

/** The rules that can be replaced one by one. */
export interface RaftHandlers {
  readonly preVote: RaftHandler<PreVote>;
  readonly preVoteReply: RaftHandler<PreVoteReply>;
  readonly requestVote: RaftHandler<RequestVote>;
  readonly requestVoteReply: RaftHandler<RequestVoteReply>;
  readonly appendEntries: RaftHandler<AppendEntries>;
  readonly appendEntriesReply: RaftHandler<AppendEntriesReply>;
  readonly installSnapshot: RaftHandler<InstallSnapshot>;
  readonly installSnapshotReply: RaftHandler<InstallSnapshotReply>;
  readonly clientRequest: RaftHandler<ClientRequest>;
  /** A leader asks itself what is committed now. */
  advanceCommit(state: RaftState, out: RaftOut, config: RaftConfig): void;
  /** A leader is asked for a value, with `reads` "read index" or "lease". */
  read(state: RaftState, request: ReadRequest, client: NodeId, out: RaftOut, config: RaftConfig): void;
  /** A leader is asked for other members. */
  readonly changeMembers: RaftHandler<MembersRequest>;
  /** A committed command changes the machine; returns its result. */
  apply(machine: Machine, command: Command, out: RaftOut): Data;
}
