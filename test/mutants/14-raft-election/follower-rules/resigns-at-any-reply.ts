// A leader steps down at every reply that is not of a lower term, its own followers' too.
// caught by: a leader that hears of a higher term in a reply steps down
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
  adopt(state, reply.term + 1, out, config);
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
