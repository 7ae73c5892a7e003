/** What answers to the exercises of chapter 17 look like. */
import type { NodeId, Out } from "../../protocol";
import type { Move } from "../../seeds";

/** How far a participant of two-phase commit has come. `prepared`: it has voted yes. */
export type ParticipantPhase = "working" | "prepared" | "commit" | "abort";

/** What a participant says to its coordinator. */
export type ParticipantReply = { kind: "Vote"; yes: boolean } | { kind: "Acknowledgement" } | { kind: "Inquiry" };

/** The recorder that a participant's rules get; what is saved is how far it has come. */
export type ParticipantOut = Out<ParticipantReply, never, { record: ParticipantPhase }>;

/** An answer to `17-two-and-three-phase-commit/participant`. */
export interface ParticipantRules {
  /** It is asked to prepare. */
  asked(participant: { phase: ParticipantPhase }, canCommit: boolean, coordinator: NodeId, out: ParticipantOut): void;
  /** It is told the outcome. */
  told(
    participant: { phase: ParticipantPhase },
    outcome: "commit" | "abort",
    coordinator: NodeId,
    out: ParticipantOut,
  ): void;
  /** It has heard nothing for a long time. */
  waited(participant: { phase: ParticipantPhase }, coordinator: NodeId, out: ParticipantOut): void;
  /** It boots again: the phase that it goes on in, from what it saved last, or from nothing. */
  restarted(record: ParticipantPhase | "nothing"): ParticipantPhase;
}

/** One line of a coordinator's log. */
export type CoordinatorRecord =
  | { kind: "begun"; transaction: string; participants: NodeId[] }
  | { kind: "commit" | "abort" | "ended"; transaction: string }
  | { kind: "acknowledged"; transaction: string; by: NodeId };

/** A message to a participant. */
export type ToldOutcome = { to: NodeId; transaction: string; outcome: "commit" | "abort" };

/** An answer to `17-two-and-three-phase-commit/coordinator-recovery`. */
export interface CoordinatorRecovery {
  /** What a coordinator does when it boots: first it appends `save` to its log, then it sends `tell`. */
  recover(log: CoordinatorRecord[]): { save: CoordinatorRecord[]; tell: ToldOutcome[] };
  /** What it answers, afterwards, to a participant that has heard nothing. */
  inquired(log: CoordinatorRecord[], transaction: string): "commit" | "abort";
}

/** How far a node of three-phase commit has come. `uncertain`: it has voted yes. */
export type CommitPhase = "working" | "uncertain" | "precommitted" | "commit" | "abort";

/** What a participant does when its leader has been silent for too long. */
export type SilenceStep =
  | { kind: "decide"; outcome: "commit" | "abort" }
  | { kind: "ask"; next: NodeId }
  | { kind: "take over" };

/** An answer to `17-two-and-three-phase-commit/three-phase-termination`. */
export interface ThreePhaseTermination {
  silence(self: NodeId, phase: CommitPhase, leader: NodeId, members: NodeId[]): SilenceStep;
  terminate(phases: CommitPhase[]): "commit" | "abort" | "precommit";
}

/** An answer to `17-two-and-three-phase-commit/three-phase-timeout`. */
export interface ThreePhaseTimeout {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
