// Answers an old leader with its own old term, so that it never learns of the new one.
// caught by: an old leader's heartbeat changes nothing, and is answered with the new term
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
  out.send(leader, { kind: "AppendEntriesReply", term: heartbeat.term });
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
