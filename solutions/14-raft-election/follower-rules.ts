/**
 * Whoever hears of a higher term is behind, and follows; whoever hears from the leader of its own term waits.
 *
 * The heartbeat of an *old* leader must not make anybody wait: a server that is cut off from the new leader, and hears
 * only the old one, would never ask for an election.
 */
import type { Heartbeat, HeartbeatReply, NodeId } from "distlab";
import type { RaftElectionConfig, RaftElectionOut, RaftElectionState } from "distlab";

export function appendEntries(
  state: RaftElectionState,
  heartbeat: Heartbeat,
  leader: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adopt(state, heartbeat.term, out, config);
  if (heartbeat.term === state.currentTerm) {
    state.role = "follower";
    out.setTimer("election", config.electionTimeoutMs);
  }
  out.send(leader, { kind: "AppendEntriesReply", term: state.currentTerm });
}

export function appendEntriesReply(
  state: RaftElectionState,
  reply: HeartbeatReply,
  _from: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  adopt(state, reply.term, out, config);
}

function adopt(state: RaftElectionState, term: number, out: RaftElectionOut, config: RaftElectionConfig): void {
  if (term <= state.currentTerm) return;
  if (state.role === "leader") out.setTimer("election", config.electionTimeoutMs);
  out.cancelTimer("heartbeat");
  state.role = "follower";
  state.currentTerm = term;
  state.votedFor = null;
  state.votesGranted = [];
  out.save({ currentTerm: term, votedFor: null });
}
