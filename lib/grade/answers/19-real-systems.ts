/** What answers to the exercises of chapter 19 look like. */
import type { Millis } from "../../protocol";

/** An answer to `19-real-systems/kill-nine`: what is read from the recorded run. */
export interface KillNine {
  /** From the kill until somebody else acts as the leader. */
  readonly leaderMs: Millis;
  /** How much of that passed before anybody had noticed. */
  readonly silenceMs: Millis;
  /** How long the write that was under way had to wait for its answer, from when it was asked for. */
  readonly writeMs: Millis;
  /** How many writes that were answered "done" are not found afterwards. */
  readonly lost: number;
}

/** Who must have a write before it is acknowledged: replicas, as their mode says, or a majority that also elects. */
export type Acknowledgement = "asynchronous" | "semi-synchronous" | "synchronous" | "consensus";

/** An answer to `19-real-systems/patch-an-outage`. */
export interface PatchAnOutage {
  /** After how many seconds of silence the west takes over. */
  readonly promoteAfterSeconds: number;
  readonly acknowledgement: Acknowledgement;
  readonly preVote: boolean;
  /** The least election time-out; the greatest is twice as long. */
  readonly electionTimeoutMs: Millis;
}
