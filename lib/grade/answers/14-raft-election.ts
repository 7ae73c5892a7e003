/** What answers to the exercises of chapter 14 look like. */
import type { AppendEntries, AppendEntriesReply, RaftElectionHandlers } from "../../protocols/raft-election";
import type { Move } from "../../seeds";

/** An answer to `14-raft-election/request-vote`. */
export type RequestVoteAnswer = Pick<RaftElectionHandlers, "requestVote">;

/** A leader's word that it lives, and what is answered. */
export type Heartbeat = AppendEntries;
/** What a follower answers to a heartbeat: its term, and whether it follows. */
export type HeartbeatReply = AppendEntriesReply;

/** An answer to `14-raft-election/follower-rules`. */
export type FollowerRules = Pick<RaftElectionHandlers, "appendEntries" | "appendEntriesReply">;

/** An answer to `14-raft-election/two-leaders`. */
export interface TwoLeaders {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
