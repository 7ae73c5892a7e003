/** What answers to the exercises of chapter 13 look like. */
import type { Data, NodeId, Out } from "../../protocol";
import type { Ballot } from "../../protocols/paxos";
import type { Move } from "../../seeds";

/** A value, and the ballot that it was accepted under. */
export type AcceptedValue = { ballot: Ballot; value: Data };

/** What an acceptor holds, and saves. */
export type PaxosAcceptor = { promised: Ballot | null; accepted: AcceptedValue | null };

/** What an acceptor may answer: phase 1b, phase 2b, or nothing. */
export type AcceptorReply =
  | { kind: "Promise"; ballot: Ballot; accepted: AcceptedValue | null }
  | { kind: "Accepted"; ballot: Ballot; value: Data }
  | { kind: "Refused"; ballot: Ballot; promised: Ballot };

/** The recorder that an acceptor's rules get. */
export type AcceptorOut = Out<AcceptorReply, never, PaxosAcceptor>;

/** An answer to `13-paxos/acceptor`. */
export interface AcceptorRules {
  prepare(acceptor: PaxosAcceptor, request: { ballot: Ballot }, proposer: NodeId, out: AcceptorOut): void;
  accept(acceptor: PaxosAcceptor, request: { ballot: Ballot; value: Data }, proposer: NodeId, out: AcceptorOut): void;
}

/** One promise, as a proposer gets it. */
export type PromiseHeard = { from: NodeId; ballot: Ballot; accepted: AcceptedValue | null };

/** A proposer that has asked under `ballot` and has heard these promises so far, in this order. */
export type WaitingProposer = { ballot: Ballot; own: Data; acceptors: NodeId[]; promises: PromiseHeard[] };

/** An answer to `13-paxos/proposer`. */
export interface ProposerRule {
  /** What to propose now; nothing as long as it must wait. */
  proposal(proposer: WaitingProposer): { value: Data } | null;
}

/** One acceptance, as a learner hears of it. */
export type AcceptanceHeard = { from: NodeId; ballot: Ballot; value: Data };

/** An answer to `13-paxos/learner`. */
export interface LearnerRule {
  /** The chosen value, once it is certain. */
  chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null;
}

/** A replica's log: it is told what was chosen in which slot, and says which commands it carries out now, in order. */
export interface ReplicaLog {
  chosen(slot: number, command: string | null): string[];
}

/** An answer to `13-paxos/multi-paxos-log`. */
export interface MultiPaxosLog {
  createLog(): ReplicaLog;
}

/** An answer to `13-paxos/forgetful-acceptor`. */
export interface ForgetfulAcceptor {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
