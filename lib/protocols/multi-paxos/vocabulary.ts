/** What Multi-Paxos is made of: its messages, a server's state, its options, and the rules that can be replaced. */
import type { Data, Millis, NodeId, Out, Protocol } from "../../protocol";
import type { Ballot } from "../paxos";
import type { Command, KeyValueOperation, Machine } from "../raft/key-value";

/** What a slot holds: a command, or null where it was filled to close a gap. */
export type SlotEntry = Command | null;
/** What an acceptor has accepted last in a slot. */
export type SlotVote = { slot: number; ballot: Ballot; entry: SlotEntry };

/** Phase 1, for all slots from `firstSlot` on. */
export type PrepareSlots = { kind: "Prepare"; ballot: Ballot; firstSlot: number };
export type PromiseSlots = { kind: "Promise"; ballot: Ballot; accepted: SlotVote[] };
/** Phase 2, for one slot. */
export type AcceptSlot = { kind: "Accept"; ballot: Ballot; slot: number; entry: SlotEntry };
export type AcceptedSlot = { kind: "Accepted"; ballot: Ballot; slot: number };
/** "I have promised more than that": the leader steps down. */
export type RefusedBallot = { kind: "Refused"; ballot: Ballot; promised: Ballot };
/** The leader lives, and has applied so much. */
export type LeaderAlive = { kind: "Alive"; ballot: Ballot; applied: number };
/** "I miss what was chosen from this slot on." Its reply is some ChosenSlots. */
export type CatchUp = { kind: "CatchUp"; firstSlot: number };
export type ChosenSlot = { kind: "Chosen"; slot: number; entry: SlotEntry };
/** What a client asks, and what it is told: the messages of `raftClient`. */
export type SlotRequest = { kind: "ClientRequest"; serial: number; operation: KeyValueOperation };
export type SlotReply = { kind: "ClientReply"; serial: number; done: boolean; result: Data; leader: NodeId | null };
/** What servers and clients say. */
export type MultiPaxosMessage =
  | PrepareSlots
  | PromiseSlots
  | AcceptSlot
  | AcceptedSlot
  | RefusedBallot
  | LeaderAlive
  | CatchUp
  | ChosenSlot
  | SlotRequest
  | SlotReply;

/** `election`: nothing was heard of a leader. `heartbeat`: a leader shows that it lives. */
export type MultiPaxosTimer = "election" | "heartbeat";

/** A server's state. */
export type MultiPaxosState = {
  self: NodeId;
  role: "follower" | "preparing" | "leader";
  /** Whom clients are sent to. */
  leader: NodeId | null;
  /** Acceptor: never forgotten. */
  promised: Ballot | null;
  accepted: { [slot: string]: SlotVote };
  /** Leader: its own ballot, the promises for it, and what is on its way to being chosen. */
  ballot: Ballot | null;
  promises: { [from: NodeId]: SlotVote[] };
  proposed: { [slot: string]: { entry: SlotEntry; acceptedBy: { [from: NodeId]: true } } };
  nextSlot: number;
  /** Replica: what was chosen, how far it has been applied, and what came of it. */
  chosen: { [slot: string]: { entry: SlotEntry } };
  applied: number;
  machine: Machine;
};

/** What survives a crash: an acceptor's memory, and which round is taken. */
export type MultiPaxosSaved = {
  promised: Ballot | null;
  accepted: { [slot: string]: SlotVote };
  round: number;
};

/** Who takes part, and how patient they are. */
export interface MultiPaxosOptions {
  /** How many servers, or their names. Default 3. */
  readonly members?: number | readonly NodeId[];
  /** Begins as the leader of a first ballot that everybody has promised. Default: nobody does. */
  readonly firstLeader?: NodeId;
  /** How long a server waits for a leader before it stands itself. Default [150, 300]. */
  readonly electionTimeoutMs?: readonly [min: Millis, max: Millis];
  /** How often a leader shows that it lives. Default 50 ms. */
  readonly heartbeatMs?: Millis;
}

/** The options with their defaults filled in, as handlers see them. */
export interface MultiPaxosConfig {
  readonly members: readonly NodeId[];
  readonly majority: number;
  readonly electionTimeoutMs: readonly [min: Millis, max: Millis];
  readonly heartbeatMs: Millis;
  readonly firstLeader: NodeId | null;
  /** The rules in force, for one that leads to another. */
  readonly rules: MultiPaxosHandlers;
}

/** The recorder that handlers get. */
export type MultiPaxosOut = Out<MultiPaxosMessage, MultiPaxosTimer, MultiPaxosSaved>;
/** What `multiPaxos` returns. */
export type MultiPaxos = Protocol<MultiPaxosState, MultiPaxosMessage, MultiPaxosTimer, MultiPaxosSaved>;
/** What a node does with one kind of message. */
export type MultiPaxosHandler<Message> = (
  state: MultiPaxosState,
  message: Message,
  from: NodeId,
  out: MultiPaxosOut,
  config: MultiPaxosConfig,
) => void;

/** The rules that can be replaced one by one. */
export interface MultiPaxosHandlers {
  readonly prepare: MultiPaxosHandler<PrepareSlots>;
  readonly promise: MultiPaxosHandler<PromiseSlots>;
  readonly accept: MultiPaxosHandler<AcceptSlot>;
  readonly accepted: MultiPaxosHandler<AcceptedSlot>;
  readonly clientRequest: MultiPaxosHandler<SlotRequest>;
  /** A majority has promised: a new leader proposes again what it has learnt, and closes the gaps. */
  lead(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void;
  /** Applies what has been chosen, in the order of the slots. */
  apply(state: MultiPaxosState, out: MultiPaxosOut, config: MultiPaxosConfig): void;
}
