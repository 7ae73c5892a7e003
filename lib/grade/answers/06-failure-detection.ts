/** What answers to the exercises of chapter 06 look like. */
import type { Millis, NodeId, Out } from "../../protocol";
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState } from "../../protocols/heartbeat";

/** An answer to `06-failure-detection/heartbeat-detector`. */
export interface HeartbeatRules {
  /** A heartbeat of `from` has come. */
  heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void;
  /** Nothing has come from `node` for as long as its time limit. */
  silence(state: HeartbeatState, node: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void;
}

/** How a detector by phi is set up. */
export type SilenceOptions = {
  /** How many intervals it remembers. */
  window: number;
  /** Its standard deviation is never taken to be less. */
  minStdDevMs: Millis;
};

/** A detector by phi, for one node. */
export interface SilenceDetector {
  /** A heartbeat came. */
  heartbeat(nowMs: Millis): void;
  /** How surprising the silence since the last one is; 0 as long as no interval is known. */
  phi(nowMs: Millis): number;
}

/** An answer to `06-failure-detection/phi-accrual`. */
export interface PhiAccrualAnswer {
  createDetector(options: SilenceOptions): SilenceDetector;
}

/** What a member that probes knows. */
export type ProberState = {
  self: NodeId;
  /** All other members. */
  others: NodeId[];
  /** The number of the present round, from 1. */
  round: number;
  /** Whom it has pinged in this round without an answer so far. */
  probing: NodeId | null;
  /** Whom it suspects. The course adds to it when a round is over and `probing` is not null. */
  suspected: NodeId[];
};

/** What members say. `asker` is who wants to know, which need not be who sends. */
export type ProbeMessage =
  | { kind: "Ping"; asker: NodeId; round: number }
  | { kind: "Ack"; asker: NodeId; round: number; target: NodeId }
  | { kind: "PingRequest"; target: NodeId; round: number };

/** How patient a member is, and how many others it asks. */
export type ProberConfig = { answerTimeoutMs: Millis; helpers: number };

/** The recorder that a member's rules get. */
export type ProberOut = Out<ProbeMessage, "answer">;

/** An answer to `06-failure-detection/swim-probe`. */
export interface SwimProbe {
  /** A round begins, and it is `target`'s turn. */
  probe(state: ProberState, target: NodeId, out: ProberOut, config: ProberConfig): void;
  /** The timer `answer` has fired. */
  late(state: ProberState, out: ProberOut, config: ProberConfig): void;
  /** `message` has come from `from`. */
  receive(state: ProberState, message: ProbeMessage, from: NodeId, out: ProberOut): void;
}
