// Saves each time, whether anything has changed or not, and decides by a list of reasons against.
import type { NodeId, RaftElectionConfig, RaftElectionOut, RaftElectionState, RequestVote } from "distlab";

function objections(state: RaftElectionState, request: RequestVote, candidate: NodeId): string[] {
  const reasons: string[] = [];
  if (request.term !== state.currentTerm) reasons.push("old term");
  if (state.votedFor !== null && state.votedFor !== candidate) reasons.push("has voted");
  const mine = [state.lastLogTerm, state.lastLogIndex] as const;
  const theirs = [request.lastLogTerm, request.lastLogIndex] as const;
  const order = theirs[0] - mine[0] || theirs[1] - mine[1];
  if (order < 0) reasons.push("incomplete log");
  return reasons;
}

export function requestVote(
  state: RaftElectionState,
  request: RequestVote,
  candidate: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  const isNews = request.term > state.currentTerm;
  if (isNews) {
    state.currentTerm = request.term;
    state.votedFor = null;
    state.votesGranted = [];
    if (state.role === "leader") out.cancelTimer("heartbeat");
    state.role = "follower";
  }
  const voteGranted = objections(state, request, candidate).length === 0;
  if (voteGranted) state.votedFor = candidate;
  out.save({ currentTerm: state.currentTerm, votedFor: state.votedFor });
  if (voteGranted || isNews) out.setTimer("election", config.electionTimeoutMs);
  out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted });
}
