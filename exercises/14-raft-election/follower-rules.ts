/**
 * When to follow, and when to wait anew.
 *
 * Write what a server does when a heartbeat arrives (`appendEntries`), and when the reply to its own does
 * (`appendEntriesReply`). Figure 2 of the Raft paper, "Rules for servers" (sections 5.1 and 5.2):
 * - a higher term, in a request or a reply, is adopted: the server follows, has not voted, and has saved this
 *   (`out.save({ currentTerm, votedFor })`); a leader stops its heartbeats (`out.cancelTimer("heartbeat")`) and waits
 *   for an election (`out.setTimer("election", config.electionTimeoutMs)`);
 * - the heartbeat of the current term's leader makes a candidate follow, and makes everybody wait anew;
 * - the heartbeat of an old leader does neither;
 * - a heartbeat is answered: `{ kind: "AppendEntriesReply", term }`, from which an old leader learns the term.
 *
 * Try it: `npx distlab check 14-raft-election/follower-rules`, or the button Check in the page.
 */
import type { Heartbeat, HeartbeatReply, NodeId } from "distlab";
import type { RaftElectionConfig, RaftElectionOut, RaftElectionState } from "distlab";

export function appendEntries(
  state: RaftElectionState,
  heartbeat: Heartbeat, // { kind, term }
  leader: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  void [state, heartbeat, leader, out, config]; // Your answer goes here, instead of this line.
}

export function appendEntriesReply(
  state: RaftElectionState,
  reply: HeartbeatReply, // { kind, term }
  from: NodeId,
  out: RaftElectionOut,
  config: RaftElectionConfig,
): void {
  void [state, reply, from, out, config]; // And here.
}
