/**
 * Leases: reads without a round of messages, for an assumption about clocks.
 *
 * Who has heard from a leader does not vote for another before the least election timeout has passed. So when a
 * majority has answered a heartbeat, nobody else can be elected until that long after the heartbeat *was sent*, and
 * until then the leader answers reads at once: whatever is committed, it has committed itself. The leader's clock and
 * the voters' clocks need not show the same time, but must run at nearly the same rate, within `driftPpmMax` of the
 * true one; the lease is shorter than the timeout by what they may differ. Beyond this bound, reads may be stale.
 *
 * Source: Ongaro, "Consensus: bridging theory and practice", 2014, section 6.4.1; not to vote while a leader is heard:
 * section 4.2.3. A server that boots waits as if it had heard from a leader just now, because it does not know.
 */
import { committedIndex } from "../../structures/quorum";
import type { RaftConfig, RaftOut, RaftState } from "./vocabulary";

/** A heartbeat that is answered renews the lease, counted from now. */
export function askForLease(state: RaftState, out: RaftOut): void {
  state.round += 1;
  state.roundsSent.push({ round: state.round, atMs: out.localTime });
}

/** Counts from when the latest round that a majority has answered was sent. */
export function renewLease(state: RaftState, config: RaftConfig): void {
  const confirmed = committedIndex(state.members, { ...state.answered, [state.self]: state.round });
  const sent = state.roundsSent.findLast(({ round }) => round <= confirmed);
  if (sent === undefined) return;
  state.leaseUntilMs = sent.atMs + config.leaseMs;
  state.roundsSent = state.roundsSent.filter(({ round }) => round >= sent.round);
}

/** Whether this leader may answer now, and knows all that was committed before its time. */
export function holdsLease(state: RaftState, out: RaftOut): boolean {
  return (
    out.guard("answers at once only while its lease lasts", out.localTime < state.leaseUntilMs) &&
    out.guard("answers at once only from its own term on", state.commitIndex >= state.termStart)
  );
}

export function loseLease(state: RaftState): void {
  state.roundsSent = [];
  state.leaseUntilMs = 0;
}

/** Whether no leader can count on this server any more. */
export function mayVote(state: RaftState, out: RaftOut, config: RaftConfig): boolean {
  return config.reads !== "lease" || out.localTime - state.heardMs >= config.electionTimeoutMs[0];
}
