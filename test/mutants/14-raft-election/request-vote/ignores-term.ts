// Takes any request for one of its own term, also an old one.
// caught by: a request of an old term gets no vote, and the new term
import type { NodeId, RaftElectionConfig, RaftElectionOut, RaftElectionState, RequestVote } from "distlab";

export function requestVote(
  state: RaftElectionState,
  request: RequestVote,
  candidate: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  if (request.term > state.currentTerm) follow(state, request.term, out, config);
  const mayVote = state.votedFor === null || state.votedFor === candidate;
  const voteGranted = mayVote && isComplete(request, state);
  if (voteGranted) {
    state.votedFor = candidate;
    out.save({ currentTerm: state.currentTerm, votedFor: candidate });
    out.setTimer("election", config.electionTimeoutMs);
  }
  out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted });
}

function follow(state: RaftElectionState, term: number, out: RaftElectionOut, config: RaftElectionConfig): void {
  // A leader has no election timer running; as a follower it needs one.
  if (state.role === "leader") out.setTimer("election", config.electionTimeoutMs);
  out.cancelTimer("heartbeat");
  state.role = "follower";
  state.currentTerm = term;
  state.votedFor = null;
  state.votesGranted = [];
  out.save({ currentTerm: term, votedFor: null });
}

function isComplete(request: RequestVote, own: RaftElectionState): boolean {
  if (request.lastLogTerm !== own.lastLogTerm) return request.lastLogTerm > own.lastLogTerm;
  return request.lastLogIndex >= own.lastLogIndex;
}
