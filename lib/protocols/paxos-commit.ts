/**
 * Paxos Commit: two-phase commit whose coordinator may die.
 *
 * Two-phase commit blocks because one node alone knows what was decided. Here nobody decides: each resource manager's
 * vote is an instance of Paxos, on 2F + 1 acceptors, with two possible values, prepared and aborted. The transaction
 * commits if prepared is chosen in all of them. A leader only counts, and any other node can count, too: it runs
 * phase 1 in all instances at once, proposes what may have been chosen, and aborted where nothing can have been.
 *
 * The failure-free case is short because ballot 0 needs no phase 1: it belongs to the resource manager itself, who
 * sends its vote straight to the acceptors. With F = 0 and the acceptor beside the leader this *is* two-phase commit.
 *
 * Source: Gray and Lamport, "Consensus on transaction commit", ACM TODS 31(1), 2006, sections 4 and 5. As there, votes
 * go to F + 1 acceptors first, and an acceptor reports all of them in one message. Simplified: one transaction, begun by
 * the first resource manager when it boots; leaders are nodes of their own, and there are as many as `leaders` says.
 */
import { always, canAlwaysReach, sometimes } from "../protocol";
import type { Millis, NodeId, Out, Property, Protocol, World } from "../protocol";
import { intentionOf, isOutcome, participantNames, requireTimes } from "./atomic-commitment";
import type { Outcome, Votes } from "./atomic-commitment";

/** What an instance of Paxos chooses: a resource manager's vote. */
export type PreparedOrAborted = "prepared" | "aborted";
/** Votes by resource manager. */
export type VotesOf = { [manager: NodeId]: PreparedOrAborted };
/** What an acceptor has accepted last in one instance. Ballot 0 is the resource manager's own. */
export type AcceptedVote = { ballot: number; vote: PreparedOrAborted };

/** From the resource manager that wants to commit to the leader, and from it to the others. */
export type BeginCommit = { kind: "BeginCommit" };
export type PrepareVote = { kind: "PrepareVote" };
/** Phase 1, for all instances. */
export type PreparePhase = { kind: "Prepare"; ballot: number };
export type PromisePhase = { kind: "Promise"; ballot: number; accepted: { [manager: NodeId]: AcceptedVote } };
/** Phase 2: of one instance in ballot 0, of all in a later ballot. */
export type AcceptVotes = { kind: "Accept"; ballot: number; votes: VotesOf };
export type AcceptedVotes = { kind: "Accepted"; ballot: number; votes: VotesOf };
/** What was decided, and the question. */
export type InquireOutcome = { kind: "Inquire" };
export type TellOutcome = { kind: "Outcome"; outcome: Outcome };
/** What resource managers, leaders and acceptors say. */
export type PaxosCommitMessage =
  | BeginCommit
  | PrepareVote
  | PreparePhase
  | PromisePhase
  | AcceptVotes
  | AcceptedVotes
  | InquireOutcome
  | TellOutcome;

/** `patience`: of a resource manager, not asked or not told; of a leader, not decided. */
export type PaxosCommitTimer = "patience";

export type ManagerState = { role: "manager"; self: NodeId; phase: "working" | PreparedOrAborted | Outcome };
export type CommitAcceptorState = {
  role: "acceptor";
  phase: "accepting";
  promised: number;
  accepted: { [manager: NodeId]: AcceptedVote };
};
export type CommitLeaderState = {
  role: "leader";
  self: NodeId;
  phase: "waiting" | Outcome;
  /** The ballot that it counts; 0, of the resource managers, for the first leader. */
  ballot: number;
  /** Phase 1 of this ballot; null before it and once it is over. */
  promises: { [acceptor: NodeId]: { [manager: NodeId]: AcceptedVote } } | null;
  /** What each acceptor has accepted in this ballot. */
  reports: { [acceptor: NodeId]: VotesOf };
};
/** A node's state, whichever part it plays. */
export type PaxosCommitState = ManagerState | CommitAcceptorState | CommitLeaderState;

/** What survives a crash: a manager's log, an acceptor's memory, a leader's ballot. */
export type PaxosCommitSaved = {
  record: "nothing" | PreparedOrAborted | Outcome;
  promised: number;
  accepted: { [manager: NodeId]: AcceptedVote };
};

/** Who takes part, and how each votes. */
export interface PaxosCommitOptions {
  /** How many resource managers (`P1`, `P2`, …), or their names. Default 2. */
  readonly managers?: number | readonly NodeId[];
  /** F, how many acceptors may fail: there are 2F + 1 (`A1`, `A2`, …). Default 1. */
  readonly acceptorsFailing?: number;
  /** How many nodes can lead (`L1`, `L2`, …); `L1` does first. Default 2. */
  readonly leaders?: number;
  /** How resource managers vote; `either` leaves it to chance. Default `yes` for all. */
  readonly votes?: Votes;
  /** How long a manager waits to be asked, or told, and a leader for a decision, at least; at most twice that. Default 200 ms. */
  readonly patienceMs?: Millis;
}

/** The options with their defaults filled in, as rules see them. */
export interface PaxosCommitConfig {
  readonly managers: readonly NodeId[];
  readonly acceptors: readonly NodeId[];
  readonly leaders: readonly NodeId[];
  readonly majority: number;
  readonly votes: Votes;
  readonly patienceMs: readonly [Millis, Millis];
}

export type PaxosCommitOut = Out<PaxosCommitMessage, PaxosCommitTimer, PaxosCommitSaved>;
/** What `paxosCommit` returns. */
export type PaxosCommit = Protocol<PaxosCommitState, PaxosCommitMessage, PaxosCommitTimer, PaxosCommitSaved>;

/** A vote is a proposal in ballot 0 of the manager's own instance. Saved before it is sent. */
function vote(state: ManagerState, yes: boolean, out: PaxosCommitOut, config: PaxosCommitConfig): void {
  if (state.phase === "working") {
    state.phase = yes ? "prepared" : "aborted";
    save(out, { record: state.phase });
    propose(state, config.acceptors.slice(0, config.majority), out);
  }
  if (!isOutcome(state.phase)) out.setTimer("patience", config.patienceMs);
}

function propose(state: ManagerState, acceptors: readonly NodeId[], out: PaxosCommitOut): void {
  if (state.phase !== "prepared" && state.phase !== "aborted") return;
  const votes = { [state.self]: state.phase };
  for (const each of acceptors) out.send(each, { kind: "Accept", ballot: 0, votes });
}

function manage(
  state: ManagerState,
  message: PaxosCommitMessage,
  out: PaxosCommitOut,
  config: PaxosCommitConfig,
): void {
  if (message.kind === "PrepareVote") return vote(state, wantsCommit(state.self, out, config), out, config);
  if (message.kind !== "Outcome" || isOutcome(state.phase)) return;
  state.phase = message.outcome;
  save(out, { record: state.phase });
  out.cancelTimer("patience");
}

/** Not asked: it aborts. Not told: it asks all leaders, and all acceptors to accept its vote. */
function managerTimeout(state: ManagerState, out: PaxosCommitOut, config: PaxosCommitConfig): void {
  if (state.phase === "working") vote(state, false, out, config);
  propose(state, config.acceptors, out);
  for (const leader of config.leaders) out.send(leader, { kind: "Inquire" });
  out.setTimer("patience", config.patienceMs);
}

function acceptor(
  state: CommitAcceptorState,
  message: PaxosCommitMessage,
  from: NodeId,
  out: PaxosCommitOut,
  config: PaxosCommitConfig,
): void {
  if (message.kind !== "Prepare" && message.kind !== "Accept") return;
  const { ballot } = message;
  if (!out.guard("accepts nothing below its promise", ballot >= state.promised)) return;
  state.promised = ballot;
  if (message.kind === "Accept") {
    for (const [manager, choice] of Object.entries(message.votes)) state.accepted[manager] = { ballot, vote: choice };
  }
  save(out, { promised: state.promised, accepted: state.accepted });
  if (message.kind === "Prepare") out.send(from, { kind: "Promise", ballot, accepted: state.accepted });
  else report(state, ballot, out, config);
}

/** One message for all instances, as soon as it says something: all have voted, or one has aborted. */
function report(state: CommitAcceptorState, ballot: number, out: PaxosCommitOut, config: PaxosCommitConfig): void {
  const ofBallot = Object.entries(state.accepted).filter(([, one]) => one.ballot === ballot);
  const votes: VotesOf = Object.fromEntries(ofBallot.map(([manager, one]) => [manager, one.vote]));
  const aborts = ofBallot.some(([, one]) => one.vote === "aborted");
  if (!aborts && ofBallot.length < config.managers.length) return;
  out.send(config.leaders[ballot % config.leaders.length]!, { kind: "Accepted", ballot, votes });
}

function lead(
  state: CommitLeaderState,
  message: PaxosCommitMessage,
  from: NodeId,
  out: PaxosCommitOut,
  config: PaxosCommitConfig,
): void {
  if (message.kind === "BeginCommit") {
    for (const manager of config.managers) if (manager !== from) out.send(manager, { kind: "PrepareVote" });
  } else if (message.kind === "Inquire") {
    if (isOutcome(state.phase)) out.send(from, { kind: "Outcome", outcome: state.phase });
  } else if (message.kind === "Promise" && message.ballot === state.ballot) {
    promise(state, message, from, out, config);
  } else if (message.kind === "Accepted" && message.ballot === state.ballot) {
    state.reports[from] = message.votes;
    decide(state, out, config);
  }
}

/** A majority has promised: what may have been chosen is proposed again, the rest is aborted. */
function promise(
  state: CommitLeaderState,
  message: PromisePhase,
  from: NodeId,
  out: PaxosCommitOut,
  config: PaxosCommitConfig,
): void {
  if (state.promises === null) return;
  state.promises[from] = message.accepted;
  if (Object.keys(state.promises).length < config.majority) return;
  const votes: VotesOf = {};
  const none: AcceptedVote = { ballot: -1, vote: "aborted" };
  const promises = Object.values(state.promises);
  state.promises = null;
  for (const manager of config.managers) {
    const known = promises.flatMap((accepted) => accepted[manager] ?? []);
    const highest = known.reduce((one, other) => (other.ballot > one.ballot ? other : one), none);
    const isFree = out.guard("aborts only where nothing was accepted", highest === none);
    votes[manager] = isFree ? "aborted" : highest.vote;
  }
  for (const each of config.acceptors) out.send(each, { kind: "Accept", ballot: state.ballot, votes });
}

/** Commit if prepared is chosen in every instance, abort if aborted is chosen in one. */
function decide(state: CommitLeaderState, out: PaxosCommitOut, config: PaxosCommitConfig): void {
  if (isOutcome(state.phase)) return;
  const isChosen = (manager: NodeId, choice: PreparedOrAborted): boolean => {
    const agreeing = Object.values(state.reports).filter((votes) => votes[manager] === choice).length;
    return out.guard("a majority has accepted", agreeing >= config.majority || agreeing === 0) && agreeing > 0;
  };
  const aborts = config.managers.some((manager) => isChosen(manager, "aborted"));
  if (!aborts && !config.managers.every((manager) => isChosen(manager, "prepared"))) return;
  state.phase = aborts ? "abort" : "commit";
  out.cancelTimer("patience");
  for (const manager of config.managers) out.send(manager, { kind: "Outcome", outcome: state.phase });
}

/** Nothing was decided for long: it takes the lead, with the next ballot of its own. */
function takeOver(state: CommitLeaderState, out: PaxosCommitOut, config: PaxosCommitConfig): void {
  if (isOutcome(state.phase)) return;
  const own = config.leaders.indexOf(state.self);
  state.ballot = state.ballot < own ? own : state.ballot + config.leaders.length;
  state.promises = {};
  state.reports = {};
  // A ballot must never be used twice, not even after a crash.
  save(out, { promised: state.ballot });
  for (const each of config.acceptors) out.send(each, { kind: "Prepare", ballot: state.ballot });
  out.setTimer("patience", config.patienceMs);
}

function save(out: PaxosCommitOut, what: Partial<PaxosCommitSaved>): void {
  out.save({ record: "nothing", promised: 0, accepted: {}, ...what });
}

function wantsCommit(self: NodeId, out: PaxosCommitOut, config: PaxosCommitConfig): boolean {
  const intention = intentionOf(config.votes, self);
  return intention === "either" ? out.choose([true, false]) : intention === "yes";
}

/**
 * Paxos Commit of one transaction.
 * @throws RangeError where an option is not allowed
 */
export function paxosCommit(options: PaxosCommitOptions = {}): PaxosCommit {
  const config = configOf(options);
  return {
    name: "paxos-commit",
    members: [...config.managers, ...config.leaders, ...config.acceptors],
    start: (self, saved, out) => start(self, saved, out, config),
    onMessage(state, message, from, out) {
      if (state.role === "manager") manage(state, message, out, config);
      else if (state.role === "acceptor") acceptor(state, message, from, out, config);
      else lead(state, message, from, out, config);
    },
    onTimer(state, _timer, out) {
      if (state.role === "manager") managerTimeout(state, out, config);
      else if (state.role === "leader") takeOver(state, out, config);
    },
    view: (state) => ({
      role: state.role,
      fields: state.role === "acceptor" ? { promised: state.promised } : { phase: state.phase },
      ...(isOutcome(state.phase) ? { decided: state.phase } : {}),
    }),
    contract: {
      time: "partially synchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [managersAgree, allManagersCommit],
      liveness: [noManagerIsBlocked],
      source: "Gray and Lamport 2006, section 4",
    },
  };
}

function start(
  self: NodeId,
  saved: PaxosCommitSaved | null,
  out: PaxosCommitOut,
  config: PaxosCommitConfig,
): PaxosCommitState {
  if (config.acceptors.includes(self)) {
    const { promised, accepted } = saved ?? { promised: 0, accepted: {} };
    return { role: "acceptor", phase: "accepting", promised, accepted: { ...accepted } };
  }
  if (config.leaders.includes(self)) {
    // One that boots again proposes nothing in the ballot that it was in: it may have done so already.
    out.setTimer("patience", config.patienceMs);
    return { role: "leader", self, phase: "waiting", ballot: saved?.promised ?? 0, promises: null, reports: {} };
  }
  const state: ManagerState = { role: "manager", self, phase: "working" };
  if (saved !== null) {
    // Its work is lost where it had not promised.
    state.phase = saved.record === "nothing" ? "aborted" : saved.record;
    if (!isOutcome(state.phase)) managerTimeout(state, out, config);
    return state;
  }
  save(out, {});
  out.setTimer("patience", config.patienceMs);
  if (self === config.managers[0]) {
    out.send(config.leaders[0]!, { kind: "BeginCommit" });
    vote(state, wantsCommit(self, out, config), out, config);
  }
  return state;
}

function configOf(options: PaxosCommitOptions): PaxosCommitConfig {
  const { acceptorsFailing = 1, votes = "yes", patienceMs = 200 } = options;
  const leaderCount = options.leaders ?? 2;
  if (!Number.isInteger(acceptorsFailing) || acceptorsFailing < 0) {
    throw new RangeError(`acceptorsFailing is ${acceptorsFailing}; allowed is a whole number, 0 or more`);
  }
  if (!Number.isInteger(leaderCount) || leaderCount < 1) {
    throw new RangeError(`leaders is ${leaderCount}; allowed is a whole number, 1 or more`);
  }
  requireTimes({ patienceMs });
  const named = (letter: string, count: number): NodeId[] =>
    Array.from({ length: count }, (_, place) => `${letter}${place + 1}`);
  const leaders = named("L", leaderCount);
  const managers = participantNames(options.managers ?? 2, leaders[0]!);
  const acceptors = named("A", 2 * acceptorsFailing + 1);
  const majority = acceptorsFailing + 1;
  return { managers, acceptors, leaders, majority, votes, patienceMs: [patienceMs, 2 * patienceMs] };
}

type CommitWorld = World<PaxosCommitState, PaxosCommitMessage, PaxosCommitSaved>;

/** What every manager and leader has decided; of one that is down, what its disk says. */
function outcomes(world: CommitWorld): { node: NodeId; outcome: Outcome }[] {
  return world.nodes.flatMap((node) => {
    const outcome = world.state(node)?.phase ?? world.saved(node)?.record;
    return isOutcome(outcome) ? [{ node, outcome }] : [];
  });
}

export const managersAgree: Property = always<PaxosCommitState, PaxosCommitMessage, PaxosCommitSaved>(
  "no two nodes decide differently",
  (world) => {
    const [first, ...others] = outcomes(world);
    const other = others.find(({ outcome }) => outcome !== first!.outcome);
    return other === undefined || `${first!.node} says ${first!.outcome}, ${other.node} says ${other.outcome}`;
  },
);

function managersOf(world: World<PaxosCommitState>): ManagerState[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    return state?.role === "manager" ? [state] : [];
  });
}

export const allManagersCommit: Property = sometimes<PaxosCommitState>("everybody commits", (world) => {
  const all = managersOf(world);
  return all.length > 0 && all.every(({ phase }) => phase === "commit");
});

export const noManagerIsBlocked: Property = canAlwaysReach<PaxosCommitState>(
  "every resource manager that is up has decided",
  (world) => managersOf(world).every(({ phase }) => isOutcome(phase)),
);
