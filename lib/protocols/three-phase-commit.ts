/**
 * Three-phase commit: a commit protocol that does not block when nodes crash.
 *
 * Two-phase commit blocks because a participant that has voted yes can meet two worlds that look alike: in one the
 * coordinator has committed, in the other it has aborted, and it crashed in both. A phase between voting and
 * committing tells the worlds apart. Before the coordinator commits, everybody is told that it is going to
 * ("precommit"), and acknowledges. So while one living node is still uncertain, nobody can have committed: the living
 * may abort. As soon as one living node is precommitted, nobody can have aborted: they may commit. When the
 * coordinator falls silent, the first living participant takes over, asks the others how far they have come, and
 * decides by that; if it falls silent too, the next one does.
 *
 * All of this hangs on silence meaning death. Let one timer fire while a message is on its way, and a node decides for
 * the dead who are alive: two nodes and four steps are enough to disagree, without a crash and without a partition.
 *
 * Source: Skeen, "Nonblocking commit protocols", SIGMOD 1981; Bernstein, Hadzilacos and Goodman, "Concurrency control
 * and recovery in database systems", 1987, section 7.5, whose termination rules TR1 to TR4 are below. Simplified: who
 * crashes stays down, so nothing is saved; the terminator is elected by position, each waiting longer than the one
 * before it; one transaction, as in `two-phase-commit.ts`.
 */
import type { Millis, NodeId, Out, Protocol } from "../protocol";
import {
  agreement,
  commitIsPossible,
  intentionOf,
  isOutcome,
  nobodyIsBlocked,
  participantNames,
  requireTimes,
} from "./atomic-commitment";
import type { Outcome, Votes } from "./atomic-commitment";

export { agreement, commitIsPossible, nobodyIsBlocked } from "./atomic-commitment";

/** How far a node has come. `uncertain`: it has voted yes. */
export type Phase = "working" | "uncertain" | "precommitted" | Outcome;

/** Can you commit? */
export type CanCommit = { kind: "CanCommit" };
export type Vote = { kind: "Vote"; yes: boolean };
/** All have voted yes: we are going to commit. */
export type PreCommit = { kind: "PreCommit" };
export type Acknowledgement = { kind: "Acknowledgement" };
/** What was decided. */
export type Decision = { kind: "Decision"; outcome: Outcome };
/** I have taken over: how far have you come? */
export type PhaseRequest = { kind: "PhaseRequest" };
export type PhaseReport = { kind: "PhaseReport"; phase: Phase };
/** Whoever led us is silent, and you are next. Its reply is a PhaseRequest, or the Decision. */
export type TakeOver = { kind: "TakeOver" };
/** What coordinator and participants say. */
export type ThreePhaseMessage =
  | CanCommit
  | Vote
  | PreCommit
  | Acknowledgement
  | Decision
  | PhaseRequest
  | PhaseReport
  | TakeOver;

/** `replies`: a leader has waited long enough. `silence`: a participant has not heard from its leader. */
export type ThreePhaseTimer = "replies" | "silence";

/** A node's state, whichever part it plays. */
export type ThreePhaseState = {
  self: NodeId;
  phase: Phase;
  /** Whom this node follows, or itself: its place among the members, the coordinator's is 0. */
  leader: number;
  /** As a leader: what it waits for, and from whom. */
  collecting: "nothing" | "votes" | "acknowledgements" | "reports";
  waitingFor: { [node: NodeId]: true };
  /** As a terminator: how far the others have come. */
  reports: { [node: NodeId]: Phase };
};

/** What a node has decided, for whoever looks at its disk when it is dead. */
export type ThreePhaseSaved = { record: Outcome };

/** Who takes part, and how each votes. */
export interface ThreePhaseCommitOptions {
  /** How many participants (`P1`, `P2`, …), or their names. Default 3. */
  readonly participants?: number | readonly NodeId[];
  /** Default `C`. */
  readonly coordinator?: NodeId;
  /** How participants vote; `either` leaves it to chance. Default `yes` for all. */
  readonly votes?: Votes;
  /** How long a leader waits for replies; it must be more than a round trip. Default 100 ms. */
  readonly replyTimeoutMs?: Millis;
}

/** The options with their defaults filled in, as handlers see them. */
export interface ThreePhaseConfig {
  /** The coordinator, and the participants in the order in which they take over. */
  readonly members: readonly NodeId[];
  readonly replyTimeoutMs: Millis;
  readonly votes: Votes;
  readonly rules: ThreePhaseRules;
}

/** What a terminator does, by the phases of all the living, its own among them. */
export type TerminationRule = (phases: readonly Phase[]) => Outcome | "precommit";

/** The rules that can be replaced one by one. */
export interface ThreePhaseRules {
  readonly terminate: TerminationRule;
  /** A follower's leader has been silent for too long. */
  readonly silence: (state: ThreePhaseState, out: ThreePhaseOut, config: ThreePhaseConfig) => void;
}

/** The recorder that handlers get. */
export type ThreePhaseOut = Out<ThreePhaseMessage, ThreePhaseTimer, ThreePhaseSaved>;
export type ThreePhaseCommit = Protocol<ThreePhaseState, ThreePhaseMessage, ThreePhaseTimer, ThreePhaseSaved>;

/** TR1 to TR4. Nobody has committed while a living node is uncertain, nobody has aborted once one is precommitted. */
export function terminate(phases: readonly Phase[]): Outcome | "precommit" {
  if (phases.includes("abort") || phases.includes("working")) return "abort";
  if (phases.includes("commit")) return "commit";
  return phases.includes("precommitted") ? "precommit" : "abort";
}

/** The next in line takes over; whoever has not voted yet may leave without asking. */
function silence(state: ThreePhaseState, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  if (out.guard("leaves by itself only before its vote", state.phase === "working"))
    return decide(state, "abort", out, config);
  state.leader += 1;
  const next = config.members[state.leader];
  if (next === undefined || next === state.self) return takeOver(state, out, config);
  out.send(next, { kind: "TakeOver" });
  follow(state, state.leader, out, config);
}

/** The rules of the papers. */
export const threePhaseRules: ThreePhaseRules = { terminate, silence };

/** Waits for the leader: longer than a leader waits twice for replies, so that a living leader is never silent. */
function follow(state: ThreePhaseState, leader: number, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  state.leader = leader;
  out.setTimer("silence", [3 * config.replyTimeoutMs, 3 * config.replyTimeoutMs]);
}

/** Those who follow a leader: whoever comes after it. Whoever comes before it is dead. */
function followers(state: ThreePhaseState, config: ThreePhaseConfig): readonly NodeId[] {
  return config.members.slice(config.members.indexOf(state.self) + 1);
}

/** As a leader: sends to all of `nodes`, and goes on when all have replied or the time is over. */
function collect(
  state: ThreePhaseState,
  what: "votes" | "acknowledgements" | "reports",
  nodes: readonly NodeId[],
  out: ThreePhaseOut,
  config: ThreePhaseConfig,
): void {
  const request = { votes: "CanCommit", acknowledgements: "PreCommit", reports: "PhaseRequest" } as const;
  state.collecting = what;
  state.waitingFor = {};
  for (const node of nodes) {
    state.waitingFor[node] = true;
    out.send(node, { kind: request[what] });
  }
  out.setTimer("replies", [config.replyTimeoutMs, config.replyTimeoutMs]);
  if (nodes.length === 0) goOn(state, out, config);
}

function reply(state: ThreePhaseState, from: NodeId, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  delete state.waitingFor[from];
  if (Object.keys(state.waitingFor).length === 0) goOn(state, out, config);
}

/** As a leader: all have replied, or those who have not are dead. */
function goOn(state: ThreePhaseState, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  switch (state.collecting) {
    case "votes": {
      const complete = Object.keys(state.waitingFor).length === 0;
      if (!out.guard("precommits only when all have voted yes", complete)) return decide(state, "abort", out, config);
      state.phase = "precommitted";
      return collect(state, "acknowledgements", followers(state, config), out, config);
    }
    case "acknowledgements":
      return decide(state, "commit", out, config);
    case "reports":
      return endByReports(state, out, config);
    case "nothing":
  }
}

function takeOver(state: ThreePhaseState, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  state.leader = config.members.indexOf(state.self);
  state.reports = {};
  out.cancelTimer("silence");
  collect(state, "reports", followers(state, config), out, config);
}

function endByReports(state: ThreePhaseState, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  const outcome = config.rules.terminate([state.phase, ...Object.values(state.reports)]);
  if (outcome !== "precommit") return decide(state, outcome, out, config);
  state.phase = "precommitted";
  const uncertain = followers(state, config).filter((node) => state.reports[node] === "uncertain");
  collect(state, "acknowledgements", uncertain, out, config);
}

/** Saves the outcome and tells all who follow. */
function decide(state: ThreePhaseState, outcome: Outcome, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  learn(state, outcome, out);
  for (const node of followers(state, config)) out.send(node, { kind: "Decision", outcome });
}

function learn(state: ThreePhaseState, outcome: Outcome, out: ThreePhaseOut): void {
  if (isOutcome(state.phase)) return;
  state.phase = outcome;
  state.collecting = "nothing";
  out.cancelTimer("replies");
  out.cancelTimer("silence");
  out.save({ record: outcome });
}

function asked(state: ThreePhaseState, from: NodeId, out: ThreePhaseOut, config: ThreePhaseConfig): void {
  if (state.phase === "working") {
    const intention = intentionOf(config.votes, state.self);
    const yes = intention === "either" ? out.choose([true, false]) : intention === "yes";
    if (yes) {
      state.phase = "uncertain";
      follow(state, 0, out, config);
    } else learn(state, "abort", out);
  }
  out.send(from, { kind: "Vote", yes: state.phase === "uncertain" });
}

function receive(
  state: ThreePhaseState,
  message: ThreePhaseMessage,
  from: NodeId,
  out: ThreePhaseOut,
  config: ThreePhaseConfig,
): void {
  switch (message.kind) {
    case "CanCommit":
      return asked(state, from, out, config);
    case "Vote":
      if (state.collecting !== "votes") return;
      return message.yes ? reply(state, from, out, config) : decide(state, "abort", out, config);
    case "PreCommit":
      if (isOutcome(state.phase)) return;
      state.phase = "precommitted";
      follow(state, config.members.indexOf(from), out, config);
      return out.send(from, { kind: "Acknowledgement" });
    case "Acknowledgement":
      return state.collecting === "acknowledgements" ? reply(state, from, out, config) : undefined;
    case "Decision":
      return learn(state, message.outcome, out);
    case "PhaseRequest":
      if (!isOutcome(state.phase)) follow(state, config.members.indexOf(from), out, config);
      return out.send(from, { kind: "PhaseReport", phase: state.phase });
    case "PhaseReport":
      if (state.collecting !== "reports") return;
      state.reports[from] = message.phase;
      return reply(state, from, out, config);
    case "TakeOver":
      if (isOutcome(state.phase)) out.send(from, { kind: "Decision", outcome: state.phase });
      else if (state.collecting === "nothing") takeOver(state, out, config);
  }
}

/** Three-phase commit of one transaction. Throws a RangeError for a wrong option. */
export function threePhaseCommit(options: ThreePhaseCommitOptions = {}): ThreePhaseCommit {
  return threePhaseCommitWith({})(options);
}

/** Three-phase commit with rules replaced: `threePhaseCommitWith({ terminate: mine })({ participants: 3 })`. */
export function threePhaseCommitWith(
  replaced: Partial<ThreePhaseRules>,
): (options?: ThreePhaseCommitOptions) => ThreePhaseCommit {
  return (options = {}) => build(configOf(options, { ...threePhaseRules, ...replaced }));
}

function build(config: ThreePhaseConfig): ThreePhaseCommit {
  const { members, rules } = config;
  return {
    name: "three-phase-commit",
    members,
    start(self, saved, out) {
      const phase = saved?.record ?? (self === members[0] ? "uncertain" : "working");
      const state: ThreePhaseState = { self, phase, leader: 0, collecting: "nothing", waitingFor: {}, reports: {} };
      if (saved !== null) return state;
      if (self === members[0]) collect(state, "votes", followers(state, config), out, config);
      else follow(state, 0, out, config);
      return state;
    },
    onMessage: (state, message, from, out) => receive(state, message, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "replies") goOn(state, out, config);
      else rules.silence(state, out, config);
    },
    view: (state) => ({
      role: state.self === members[state.leader] ? "coordinator" : "participant",
      fields: { phase: state.phase },
      ...(isOutcome(state.phase) ? { decided: state.phase } : {}),
    }),
    contract: {
      time: "synchronous",
      failures: "stop",
      links: { loss: false, duplication: true, reordering: true },
      safety: [agreement, commitIsPossible],
      liveness: [nobodyIsBlocked],
      source: "Bernstein, Hadzilacos and Goodman 1987, section 7.5",
    },
  };
}

function configOf(options: ThreePhaseCommitOptions, rules: ThreePhaseRules): ThreePhaseConfig {
  const { coordinator = "C", votes = "yes", replyTimeoutMs = 100 } = options;
  requireTimes({ replyTimeoutMs });
  const members = [coordinator, ...participantNames(options.participants ?? 3, coordinator)];
  return { members, votes, replyTimeoutMs, rules };
}
