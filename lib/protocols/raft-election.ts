/**
 * Raft's leader election, by itself.
 *
 * Every server starts as a follower with a timer. If the timer fires before it has heard from a leader, the follower
 * becomes a candidate: it raises its term, votes for itself and asks the others. A majority of votes makes it the
 * leader of that term, and its heartbeats keep the other timers from firing. Terms are a Lamport clock: whoever hears
 * of a higher one adopts it and steps down, so a stale leader cannot last.
 *
 * Safety rests on three rules. A server votes once a term; it saves its vote before it answers, so that a crash does
 * not give it a second one; two majorities share a server. Progress rests on chance: timers are drawn from a range,
 * so that usually one server is alone in asking.
 *
 * Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC 2014, sections 5.1,
 * 5.2 and 5.4.1, and figure 2. Simplified: there is no log, only its last index and term, which never change;
 * heartbeats are AppendEntries without entries.
 */
import { always, canAlwaysReach, members as namesOf, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";

/** Asks for a vote. `lastLogIndex` and `lastLogTerm` say how complete the candidate's log is. */
export type RequestVote = { kind: "RequestVote"; term: number; lastLogIndex: number; lastLogTerm: number };
export type RequestVoteReply = { kind: "RequestVoteReply"; term: number; voteGranted: boolean };
/** A heartbeat. */
export type AppendEntries = { kind: "AppendEntries"; term: number };
export type AppendEntriesReply = { kind: "AppendEntriesReply"; term: number };
/** What servers say, as request and reply. */
export type RaftElectionMessage = RequestVote | RequestVoteReply | AppendEntries | AppendEntriesReply;
export type RaftElectionTimer = "election" | "heartbeat";

/** A server's state. */
export type RaftElectionState = {
  self: NodeId;
  role: "follower" | "candidate" | "leader";
  currentTerm: number;
  votedFor: NodeId | null;
  /** As a candidate: who has voted for this server in `currentTerm`. */
  votesGranted: NodeId[];
  lastLogIndex: number;
  lastLogTerm: number;
};

/** What survives a crash. */
export type RaftElectionSaved = { currentTerm: number; votedFor: NodeId | null };

/** The options with their defaults filled in, as handlers see them. */
export interface RaftElectionConfig {
  readonly members: readonly NodeId[];
  /** The range that each election timeout is drawn from, anew each time. */
  readonly electionTimeoutMs: readonly [min: Millis, max: Millis];
  readonly heartbeatMs: Millis;
}

/** The cluster and its time-outs. */
export interface RaftElectionOptions {
  /** How many servers, or their names. Default 5. */
  readonly members?: number | readonly NodeId[];
  /** Default [150, 300], the paper's. */
  readonly electionTimeoutMs?: readonly [min: Millis, max: Millis];
  /** Default half of the least election timeout. */
  readonly heartbeatMs?: Millis;
  /** How long each server's log is, for experiments: its last index, in term 1. Default 0 for all. */
  readonly logLengths?: { readonly [node: NodeId]: number };
  /** A server that boots as the leader of term 1, with everybody's vote: where an experiment begins. */
  readonly firstLeader?: NodeId;
}

/** The recorder that handlers get. */
export type RaftElectionOut = Out<RaftElectionMessage, RaftElectionTimer, RaftElectionSaved>;
export type RaftElection = Protocol<RaftElectionState, RaftElectionMessage, RaftElectionTimer, RaftElectionSaved>;

/** One rule of figure 2. */
export type RaftElectionHandler<Message> = (
  state: RaftElectionState,
  message: Message,
  from: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
) => void;

/** The rules that can be replaced one by one. */
export interface RaftElectionHandlers {
  readonly requestVote: RaftElectionHandler<RequestVote>;
  readonly requestVoteReply: RaftElectionHandler<RequestVoteReply>;
  readonly appendEntries: RaftElectionHandler<AppendEntries>;
  readonly appendEntriesReply: RaftElectionHandler<AppendEntriesReply>;
}

/** Votes at most once a term, and only for a candidate whose log is at least as complete (section 5.4.1). */
function requestVote(
  state: RaftElectionState,
  request: RequestVote,
  candidate: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adoptHigherTerm(state, request.term, out, config);
  const voteGranted =
    out.guard("votes only in its own term", request.term === state.currentTerm) &&
    out.guard("votes once a term", state.votedFor === null || state.votedFor === candidate) &&
    out.guard("votes only for a complete log", isUpToDate(request, state));
  if (voteGranted) {
    state.votedFor = candidate;
    saveVote(state, out);
    resetElectionTimer(out, config);
  }
  out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted });
}

/** The later last term wins; with equal terms the longer log does. */
export function isUpToDate(
  candidate: { readonly lastLogIndex: number; readonly lastLogTerm: number },
  voter: { readonly lastLogIndex: number; readonly lastLogTerm: number },
): boolean {
  if (candidate.lastLogTerm !== voter.lastLogTerm) return candidate.lastLogTerm > voter.lastLogTerm;
  return candidate.lastLogIndex >= voter.lastLogIndex;
}

function requestVoteReply(
  state: RaftElectionState,
  reply: RequestVoteReply,
  from: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
  const counts =
    out.guard("counts votes only of its own term", reply.term === state.currentTerm) && state.role === "candidate";
  if (!counts || !reply.voteGranted) return;
  if (out.guard("counts each voter once", !state.votesGranted.includes(from))) state.votesGranted.push(from);
  if (state.votesGranted.length > config.members.length / 2) becomeLeader(state, out, config);
}

function appendEntries(
  state: RaftElectionState,
  heartbeat: AppendEntries,
  leader: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adoptHigherTerm(state, heartbeat.term, out, config);
  if (heartbeat.term === state.currentTerm) {
    // A candidate of the same term has lost: somebody else has the majority.
    state.role = "follower";
    resetElectionTimer(out, config);
  }
  out.send(leader, { kind: "AppendEntriesReply", term: state.currentTerm });
}

function appendEntriesReply(
  state: RaftElectionState,
  reply: AppendEntriesReply,
  _from: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
}

/** Terms are a Lamport clock: whoever hears of a higher one is behind, and follows (section 5.1). */
function adoptHigherTerm(
  state: RaftElectionState,
  term: number,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  if (term <= state.currentTerm) return;
  if (state.role === "leader") resetElectionTimer(out, config);
  out.cancelTimer("heartbeat");
  state.currentTerm = term;
  state.votedFor = null;
  state.role = "follower";
  state.votesGranted = [];
  saveVote(state, out);
}

function becomeCandidate(state: RaftElectionState, out: RaftElectionOut, config: RaftElectionConfig): void {
  state.role = "candidate";
  state.currentTerm += 1;
  state.votedFor = state.self;
  state.votesGranted = [state.self];
  saveVote(state, out);
  resetElectionTimer(out, config);
  const { currentTerm: term, lastLogIndex, lastLogTerm } = state;
  for (const peer of config.members) {
    if (peer !== state.self) out.send(peer, { kind: "RequestVote", term, lastLogIndex, lastLogTerm });
  }
  // A cluster of one has its majority already.
  if (config.members.length === 1) becomeLeader(state, out, config);
}

function becomeLeader(state: RaftElectionState, out: RaftElectionOut, config: RaftElectionConfig): void {
  state.role = "leader";
  out.cancelTimer("election");
  sendHeartbeats(state, out, config);
}

function sendHeartbeats(state: RaftElectionState, out: RaftElectionOut, config: RaftElectionConfig): void {
  for (const peer of config.members) {
    if (peer !== state.self) out.send(peer, { kind: "AppendEntries", term: state.currentTerm });
  }
  out.setTimer("heartbeat", [config.heartbeatMs, config.heartbeatMs]);
}

function resetElectionTimer(out: RaftElectionOut, config: RaftElectionConfig): void {
  out.setTimer("election", config.electionTimeoutMs);
}

function saveVote(state: RaftElectionState, out: RaftElectionOut): void {
  out.save({ currentTerm: state.currentTerm, votedFor: state.votedFor });
}

/** Figure 2's rules for elections. */
export const raftElectionHandlers: RaftElectionHandlers = {
  requestVote,
  requestVoteReply,
  appendEntries,
  appendEntriesReply,
};

/** Raft's election. */
export function raftElection(options: RaftElectionOptions = {}): RaftElection {
  return raftElectionWith({})(options);
}

/** Raft's election with some of its rules replaced: `raftElectionWith({ requestVote: mine })({ members: 3 })`. */
export function raftElectionWith(
  replaced: Partial<RaftElectionHandlers>,
): (options?: RaftElectionOptions) => RaftElection {
  const handlers: RaftElectionHandlers = { ...raftElectionHandlers, ...replaced };
  return (options = {}) => build(handlers, options);
}

function build(handlers: RaftElectionHandlers, options: RaftElectionOptions): RaftElection {
  const config = configOf(options);
  return {
    name: "raft-election",
    members: config.members,
    start: (self, saved, out) => boot(self, saved, out, config, options),
    onMessage(state, message, from, out) {
      switch (message.kind) {
        case "RequestVote":
          return handlers.requestVote(state, message, from, out, config);
        case "RequestVoteReply":
          return handlers.requestVoteReply(state, message, from, out, config);
        case "AppendEntries":
          return handlers.appendEntries(state, message, from, out, config);
        case "AppendEntriesReply":
          return handlers.appendEntriesReply(state, message, from, out, config);
      }
    },
    onTimer(state, timer, out) {
      if (timer === "election") becomeCandidate(state, out, config);
      else sendHeartbeats(state, out, config);
    },
    view: (state) => ({
      role: state.role,
      fields: { term: state.currentTerm, voted: state.votedFor ?? "–", votes: state.votesGranted },
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [electionSafety, leaderIsElected],
      liveness: [leaderIsPossible],
      source: "Ongaro and Ousterhout 2014, sections 5.1, 5.2 and 5.4.1",
    },
  };
}

function configOf(options: RaftElectionOptions): RaftElectionConfig {
  const electionTimeoutMs = options.electionTimeoutMs ?? [150, 300];
  const [min, max] = electionTimeoutMs;
  if (!(min > 0 && min <= max && max < Infinity)) {
    throw new RangeError(`electionTimeoutMs is [${min}, ${max}]; allowed is [min, max] with 0 < min <= max`);
  }
  const heartbeatMs = options.heartbeatMs ?? min / 2;
  if (!(heartbeatMs > 0 && heartbeatMs < Infinity)) {
    throw new RangeError(`heartbeatMs is ${heartbeatMs}; allowed is a time above 0`);
  }
  return { members: namesOf(options.members ?? 5), electionTimeoutMs, heartbeatMs };
}

function boot(
  self: NodeId,
  saved: RaftElectionSaved | null,
  out: RaftElectionOut,
  config: RaftElectionConfig,
  options: RaftElectionOptions,
): RaftElectionState {
  const firstLeader = saved === null ? options.firstLeader : undefined;
  const lastLogIndex = options.logLengths?.[self] ?? 0;
  const state: RaftElectionState = {
    self,
    role: "follower",
    currentTerm: saved?.currentTerm ?? (firstLeader === undefined ? 0 : 1),
    votedFor: saved?.votedFor ?? firstLeader ?? null,
    votesGranted: [],
    lastLogIndex,
    lastLogTerm: lastLogIndex > 0 ? 1 : 0,
  };
  if (firstLeader !== undefined) saveVote(state, out);
  if (self === firstLeader) becomeLeader(state, out, config);
  else resetElectionTimer(out, config);
  return state;
}

/** Election safety: figure 3 of the paper. */
export const electionSafety: Property = always<RaftElectionState>("at most one leader a term", (world) => {
  const leaders = new Map<number, NodeId>();
  for (const node of world.nodes) {
    const state = world.state(node);
    if (state?.role !== "leader") continue;
    const other = leaders.get(state.currentTerm);
    if (other !== undefined) return `${other} and ${node} both lead term ${state.currentTerm}`;
    leaders.set(state.currentTerm, node);
  }
  return true;
});

function someLeader(world: World<RaftElectionState>): boolean {
  return world.nodes.some((node) => world.state(node)?.role === "leader");
}

export const leaderIsElected: Property = sometimes<RaftElectionState>("a leader is elected", someLeader);

export const leaderIsPossible: Property = canAlwaysReach<RaftElectionState>("a leader can be elected", someLeader);
