/**
 * Two-phase commit: several databases commit one transaction together, or none does.
 *
 * First everybody is asked whether they could commit; then everybody is told. Who says yes makes a promise: the
 * participant saves what it needs for either outcome *before* it answers, gives up the right to decide by itself, and
 * waits. The coordinator commits only if all have promised; it saves the decision *before* it tells anybody, because
 * after a crash it must not decide again. So the two saves, each before the message that depends on it, are what the
 * protocol is made of.
 *
 * Its price is the wait. While the coordinator is down, a participant that has promised can neither commit nor abort:
 * it holds its locks and asks, again and again. In a partition the promise is kept all the same; two-phase commit does
 * not tear, it blocks.
 *
 * Two ways to keep the coordinator's log. *Presumed nothing* saves that the transaction has begun, and each outcome,
 * and remembers it until all have acknowledged it. *Presumed abort* saves only a commit: a coordinator that remembers
 * nothing answers "abort", so that an abort needs neither a save nor an acknowledgement.
 *
 * Source: Gray, "Notes on data base operating systems", 1978, section 5.8.3; Bernstein, Hadzilacos and Goodman,
 * "Concurrency control and recovery in database systems", 1987, section 7.4; presumed abort: Mohan, Lindsay and
 * Obermarck, "Transaction management in the R* distributed database management system", ACM TODS 11(4), 1986.
 * Simplified: there is one transaction, begun when the coordinator first boots, and its work is not shown; a
 * participant that crashes before its vote has lost that work and aborts; a read-only participant is not treated apart.
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

/** Can you commit? */
export type Prepare = { kind: "Prepare" };
export type Vote = { kind: "Vote"; yes: boolean };
/** What was decided. */
export type Decision = { kind: "Decision"; outcome: Outcome };
export type Acknowledgement = { kind: "Acknowledgement" };
/** I have voted and heard nothing: what was decided? Its reply is a Decision. */
export type Inquiry = { kind: "Inquiry" };
/** What coordinator and participants say. */
export type TwoPhaseMessage = Prepare | Vote | Decision | Acknowledgement | Inquiry;

/** `votes`: some have not voted. `repeat`: some have not acknowledged. `prepare`: not asked yet. `inquire`: not told yet. */
export type TwoPhaseTimer = "votes" | "repeat" | "prepare" | "inquire";

/** The coordinator's state. */
export type CoordinatorState = {
  role: "coordinator";
  phase: "collecting votes" | Outcome | "forgotten";
  /** Who has voted yes, and who has acknowledged the outcome: sets, kept as records. */
  votes: { [participant: NodeId]: true };
  acknowledged: { [participant: NodeId]: true };
};

/** A participant's state. */
export type ParticipantState = { role: "participant"; self: NodeId; phase: "working" | "prepared" | Outcome };
/** A node's state, whichever part it plays. */
export type TwoPhaseState = CoordinatorState | ParticipantState;

/** What survives a crash: how far this node's log has come. `nothing` is a log without a word of the transaction. */
export type TwoPhaseSaved = { record: "nothing" | "begun" | "prepared" | Outcome };

/** Who takes part, and how each votes. */
export interface TwoPhaseCommitOptions {
  /** How many participants (`P1`, `P2`, …), or their names. Default 2. */
  readonly participants?: number | readonly NodeId[];
  /** Default `C`. */
  readonly coordinator?: NodeId;
  /** How the coordinator keeps its log. Default `nothing`. */
  readonly presume?: "nothing" | "abort";
  /** How participants vote; `either` leaves it to chance. Default `yes` for all. */
  readonly votes?: Votes;
  /** How long the coordinator waits for votes; participants wait twice as long to be asked. Default 100 ms. */
  readonly voteTimeoutMs?: Millis;
  /** After how long an outcome or an inquiry is repeated. Default 200 ms. */
  readonly retryMs?: Millis;
}

/** The options with their defaults filled in, as handlers see them. */
export interface TwoPhaseConfig {
  readonly coordinator: NodeId;
  readonly participants: readonly NodeId[];
  readonly presume: "nothing" | "abort";
  readonly voteTimeoutMs: Millis;
  readonly retryMs: Millis;
  readonly votes: Votes;
  /** The rules in force, for one that leads to another. */
  readonly rules: TwoPhaseRules;
}

/** The recorder that handlers get. */
export type TwoPhaseOut = Out<TwoPhaseMessage, TwoPhaseTimer, TwoPhaseSaved>;
export type TwoPhaseCommit = Protocol<TwoPhaseState, TwoPhaseMessage, TwoPhaseTimer, TwoPhaseSaved>;

/** The rules that can be replaced one by one. */
export interface TwoPhaseRules {
  /** A participant is asked to promise; `yes` says whether it can. */
  prepare(state: ParticipantState, yes: boolean, out: TwoPhaseOut, config: TwoPhaseConfig): void;
  /** A participant's patience is over: `prepare` before it was asked, `inquire` after its promise. */
  participantTimeout(
    state: ParticipantState,
    timer: "prepare" | "inquire",
    out: TwoPhaseOut,
    config: TwoPhaseConfig,
  ): void;
  /** A participant is told the outcome. */
  decision(state: ParticipantState, outcome: Outcome, out: TwoPhaseOut, config: TwoPhaseConfig): void;
  /** A participant boots again with what it had saved. Returns its phase. */
  participantRecovery(
    record: TwoPhaseSaved["record"],
    out: TwoPhaseOut,
    config: TwoPhaseConfig,
  ): ParticipantState["phase"];
  /** The coordinator hears a vote. */
  vote(state: CoordinatorState, yes: boolean, from: NodeId, out: TwoPhaseOut, config: TwoPhaseConfig): void;
  /** The coordinator has decided: it saves what it must, tells everybody, and sees to it that everybody hears. */
  decide(state: CoordinatorState, outcome: Outcome, out: TwoPhaseOut, config: TwoPhaseConfig): void;
  /** The coordinator boots again: what was decided, or what must be decided now; null if there is nothing to do. */
  coordinatorRecovery(record: TwoPhaseSaved["record"]): Outcome | null;
}

/** Saves the promise, then makes it. Between the two a crash does no harm: the promise is not known to anybody. */
function prepare(state: ParticipantState, yes: boolean, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  if (state.phase === "commit") return;
  if (state.phase === "working") {
    out.cancelTimer("prepare");
    state.phase = yes ? "prepared" : "abort";
    out.save({ record: yes ? "prepared" : "abort" });
  }
  const promised = state.phase === "prepared";
  out.send(config.coordinator, { kind: "Vote", yes: promised });
  if (promised) out.setTimer("inquire", [config.retryMs, config.retryMs]);
}

function participantTimeout(
  state: ParticipantState,
  timer: "prepare" | "inquire",
  out: TwoPhaseOut,
  config: TwoPhaseConfig,
): void {
  const mayAbort = out.guard("waits for the coordinator once it has promised", state.phase === "working");
  if (mayAbort) {
    state.phase = "abort";
    out.save({ record: "abort" });
  } else if (timer === "inquire" && state.phase === "prepared") {
    out.send(config.coordinator, { kind: "Inquiry" });
    out.setTimer("inquire", [config.retryMs, config.retryMs]);
  }
}

function decision(state: ParticipantState, outcome: Outcome, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  if (out.guard("an outcome is final", state.phase === "working" || state.phase === "prepared")) {
    out.cancelTimer("prepare");
    out.cancelTimer("inquire");
    state.phase = outcome;
    out.save({ record: outcome });
  }
  if (needsAcknowledgement(outcome, config)) out.send(config.coordinator, { kind: "Acknowledgement" });
}

function participantRecovery(
  record: TwoPhaseSaved["record"],
  out: TwoPhaseOut,
  config: TwoPhaseConfig,
): ParticipantState["phase"] {
  if (record === "commit" || record === "abort") return record;
  // Its work is lost, and nobody has its promise.
  if (record !== "prepared") return "abort";
  out.send(config.coordinator, { kind: "Inquiry" });
  out.setTimer("inquire", [config.retryMs, config.retryMs]);
  return "prepared";
}

function vote(state: CoordinatorState, yes: boolean, from: NodeId, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  if (state.phase !== "collecting votes") return;
  if (yes) state.votes[from] = true;
  const everybody = config.participants.every((participant) => state.votes[participant]);
  if (!yes) config.rules.decide(state, "abort", out, config);
  else if (out.guard("commits only when all have promised", everybody))
    config.rules.decide(state, "commit", out, config);
}

function decide(state: CoordinatorState, outcome: Outcome, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  state.phase = outcome;
  out.cancelTimer("votes");
  if (needsAcknowledgement(outcome, config)) {
    out.save({ record: outcome });
    out.setTimer("repeat", [config.retryMs, config.retryMs]);
  }
  for (const participant of config.participants) out.send(participant, { kind: "Decision", outcome });
}

/** Presumed abort answers even where nothing is remembered: then it was not a commit. */
function inquiry(state: CoordinatorState, from: NodeId, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  if (state.phase === "commit" || state.phase === "abort") {
    out.send(from, { kind: "Decision", outcome: state.phase });
  } else if (state.phase === "forgotten" && config.presume === "abort") {
    out.send(from, { kind: "Decision", outcome: "abort" });
  }
}

/** Begun and not decided is decided now: the votes are lost, so nothing but an abort is safe. */
function coordinatorRecovery(record: TwoPhaseSaved["record"]): Outcome | null {
  if (record === "begun") return "abort";
  return record === "commit" || record === "abort" ? record : null;
}

/** Whether the outcome must be remembered until everybody has it. */
function needsAcknowledgement(outcome: Outcome, config: TwoPhaseConfig): boolean {
  return outcome === "commit" || config.presume === "nothing";
}

/** The rules of the papers. */
export const twoPhaseRules: TwoPhaseRules = {
  prepare,
  participantTimeout,
  decision,
  participantRecovery,
  vote,
  decide,
  coordinatorRecovery,
};

/** Two-phase commit of one transaction. Throws a RangeError for a wrong option. */
export function twoPhaseCommit(options: TwoPhaseCommitOptions = {}): TwoPhaseCommit {
  return twoPhaseCommitWith({})(options);
}

/** Two-phase commit with some of its rules replaced: `twoPhaseCommitWith({ prepare: mine })({ participants: 3 })`. */
export function twoPhaseCommitWith(
  replaced: Partial<TwoPhaseRules>,
): (options?: TwoPhaseCommitOptions) => TwoPhaseCommit {
  return (options = {}) => build(configOf(options, { ...twoPhaseRules, ...replaced }));
}

function build(config: TwoPhaseConfig): TwoPhaseCommit {
  const { coordinator, participants, rules } = config;
  return {
    name: "two-phase-commit",
    members: [coordinator, ...participants],
    start(self, saved, out) {
      if (self === coordinator) return saved === null ? begin(out, config) : resume(saved.record, out, config);
      const phase = saved === null ? "working" : rules.participantRecovery(saved.record, out, config);
      if (saved === null) {
        out.save({ record: "nothing" });
        out.setTimer("prepare", [2 * config.voteTimeoutMs, 2 * config.voteTimeoutMs]);
      }
      return { role: "participant", self, phase };
    },
    onMessage(state, message, from, out) {
      if (state.role === "coordinator") coordinate(state, message, from, out, config);
      else if (message.kind === "Decision") rules.decision(state, message.outcome, out, config);
      else if (message.kind === "Prepare") rules.prepare(state, canCommit(state.self, out, config), out, config);
    },
    onTimer(state, timer, out) {
      if (state.role === "participant") {
        if (timer === "prepare" || timer === "inquire") rules.participantTimeout(state, timer, out, config);
      } else if (timer === "votes") rules.decide(state, "abort", out, config);
      else if (state.phase === "commit" || state.phase === "abort") repeat(state, state.phase, out, config);
    },
    view: (state) => ({
      role: state.role,
      fields: { phase: state.phase },
      ...(isOutcome(state.phase) ? { decided: state.phase } : {}),
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [agreement, commitIsPossible],
      liveness: [nobodyIsBlocked],
      source: "Bernstein, Hadzilacos and Goodman 1987, section 7.4",
    },
  };
}

function begin(out: TwoPhaseOut, config: TwoPhaseConfig): CoordinatorState {
  out.save({ record: config.presume === "nothing" ? "begun" : "nothing" });
  for (const participant of config.participants) out.send(participant, { kind: "Prepare" });
  out.setTimer("votes", [config.voteTimeoutMs, config.voteTimeoutMs]);
  return { role: "coordinator", phase: "collecting votes", votes: {}, acknowledged: {} };
}

function resume(record: TwoPhaseSaved["record"], out: TwoPhaseOut, config: TwoPhaseConfig): CoordinatorState {
  const state: CoordinatorState = { role: "coordinator", phase: "forgotten", votes: {}, acknowledged: {} };
  const outcome = config.rules.coordinatorRecovery(record);
  if (outcome !== null) config.rules.decide(state, outcome, out, config);
  return state;
}

function coordinate(
  state: CoordinatorState,
  message: TwoPhaseMessage,
  from: NodeId,
  out: TwoPhaseOut,
  config: TwoPhaseConfig,
): void {
  if (message.kind === "Vote") config.rules.vote(state, message.yes, from, out, config);
  else if (message.kind === "Inquiry") inquiry(state, from, out, config);
  else if (message.kind === "Acknowledgement") forgetWhenAllHaveHeard(state, from, out, config);
}

function forgetWhenAllHaveHeard(state: CoordinatorState, from: NodeId, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  if (state.phase !== "commit" && state.phase !== "abort") return;
  state.acknowledged[from] = true;
  const everybody = config.participants.every((participant) => state.acknowledged[participant]);
  if (!out.guard("remembers a commit until all have acknowledged it", everybody)) return;
  state.phase = "forgotten";
  out.cancelTimer("repeat");
  out.save({ record: "nothing" });
}

function repeat(state: CoordinatorState, outcome: Outcome, out: TwoPhaseOut, config: TwoPhaseConfig): void {
  for (const participant of config.participants) {
    if (!state.acknowledged[participant]) out.send(participant, { kind: "Decision", outcome });
  }
  out.setTimer("repeat", [config.retryMs, config.retryMs]);
}

function canCommit(self: NodeId, out: TwoPhaseOut, config: TwoPhaseConfig): boolean {
  const intention = intentionOf(config.votes, self);
  return intention === "either" ? out.choose([true, false]) : intention === "yes";
}

function configOf(options: TwoPhaseCommitOptions, rules: TwoPhaseRules): TwoPhaseConfig {
  const { coordinator = "C", presume = "nothing", votes = "yes", voteTimeoutMs = 100, retryMs = 200 } = options;
  const participants = participantNames(options.participants ?? 2, coordinator);
  requireTimes({ voteTimeoutMs, retryMs });
  return { coordinator, participants, presume, votes, voteTimeoutMs, retryMs, rules };
}
