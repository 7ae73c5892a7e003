// Replies first and saves the vote then: a crash in between forgets a promise.
// caught by: in every run with a crash, two candidates and three servers, at most one leads a term
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
  const voteGranted = request.term === state.currentTerm && mayVote && isComplete(request, state);
  if (voteGranted) {
    state.votedFor = candidate;
    out.setTimer("election", config.electionTimeoutMs);
  }
  out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted });
  if (voteGranted) out.save({ currentTerm: state.currentTerm, votedFor: candidate });
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
