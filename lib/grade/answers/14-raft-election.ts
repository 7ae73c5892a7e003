/** What answers to the exercises of chapter 14 look like. */
import type { RaftElectionHandlers } from "../../protocols/raft-election";
import type { Move } from "../../seeds";

/** An answer to `14-raft-election/request-vote`. */
export type RequestVoteAnswer = Pick<RaftElectionHandlers, "requestVote">;

/** An answer to `14-raft-election/follower-rules`. */
export type FollowerRules = Pick<RaftElectionHandlers, "appendEntries" | "appendEntriesReply">;

/** An answer to `14-raft-election/two-leaders`. */
export interface TwoLeaders {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
