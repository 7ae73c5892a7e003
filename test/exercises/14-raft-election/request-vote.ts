/**
 * To vote or not to vote.
 *
 * A candidate asks for this server's vote. Write the rule of figure 2 of the Raft paper (sections 5.1, 5.2 and 5.4.1):
 * - a higher term is adopted: then this server is a follower that has not voted yet; if it led until now it stops its
 *   heartbeats (`out.cancelTimer("heartbeat")`) and waits for an election like everybody else;
 * - a vote is given at most once a term, to a candidate of the current term whose log is at least as complete as this
 *   server's own (the later last term wins; with equal terms the longer log);
 * - what must survive a crash is saved before it is said: `out.save({ currentTerm, votedFor })`;
 * - giving a vote starts the wait for an election anew: `out.setTimer("election", config.electionTimeoutMs)`;
 * - the answer is sent with `out.send(candidate, { kind: "RequestVoteReply", term, voteGranted })`.
 *
 * Try it: `npx distlab check 14-raft-election/request-vote`, or the button Check in the page.
 */
import type { NodeId, RaftElectionConfig, RaftElectionOut, RaftElectionState, RequestVote } from "distlab";

export function requestVote(
  state: RaftElectionState, // role, currentTerm, votedFor, votesGranted, lastLogIndex, lastLogTerm: change it in place
  request: RequestVote, // term, lastLogIndex, lastLogTerm
  candidate: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  void [state, request, candidate, out, config]; // Your answer goes here, instead of this line.
}
