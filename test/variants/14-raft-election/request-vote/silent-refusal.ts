// Refuses by silence, and answers a second request of the same candidate again.
import type { RaftElectionHandlers } from "distlab";

export const requestVote: RaftElectionHandlers["requestVote"] = (state, request, candidate, out, config) => {
  const { term, lastLogIndex, lastLogTerm } = request;
  if (term < state.currentTerm) return;
  if (term > state.currentTerm) {
    Object.assign(state, { currentTerm: term, role: "follower", votedFor: null, votesGranted: [] });
    out.cancelTimer("heartbeat");
    out.setTimer("election", config.electionTimeoutMs);
  }
  const older =
    lastLogTerm < state.lastLogTerm || (lastLogTerm === state.lastLogTerm && lastLogIndex < state.lastLogIndex);
  if (!older && (state.votedFor ?? candidate) === candidate) {
    state.votedFor = candidate;
    out.setTimer("election", config.electionTimeoutMs);
    out.save({ currentTerm: term, votedFor: candidate });
    out.send(candidate, { kind: "RequestVoteReply", term, voteGranted: true });
  } else out.save({ currentTerm: state.currentTerm, votedFor: state.votedFor });
};
