// By cases of the term, and answers twice.
import type { RaftElectionHandlers, RaftElectionOut, RaftElectionState } from "distlab";

function stepDown(state: RaftElectionState, term: number, out: RaftElectionOut): void {
  Object.assign(state, { role: "follower", currentTerm: term, votedFor: null, votesGranted: [] });
  out.save({ currentTerm: term, votedFor: null });
  out.cancelTimer("heartbeat");
}

export const appendEntries: RaftElectionHandlers["appendEntries"] = (state, { term }, leader, out, config) => {
  switch (Math.sign(term - state.currentTerm)) {
    case 1:
      stepDown(state, term, out);
      out.setTimer("election", config.electionTimeoutMs);
      break;
    case 0:
      state.role = "follower";
      out.setTimer("election", config.electionTimeoutMs);
      break;
    default:
      out.send(leader, { kind: "AppendEntriesReply", term: state.currentTerm });
  }
  out.send(leader, { kind: "AppendEntriesReply", term: state.currentTerm });
};

export const appendEntriesReply: RaftElectionHandlers["appendEntriesReply"] = (state, { term }, _from, out, config) => {
  if (term <= state.currentTerm) return;
  stepDown(state, term, out);
  out.setTimer("election", config.electionTimeoutMs);
};
