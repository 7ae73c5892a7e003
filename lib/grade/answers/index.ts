/** The exercises that ask for an answer, by id, and the type of each answer. A new chapter adds its own here. */
import type { ExactlyOnceEffect, FindDisagreement, IdempotentReceiver, Predicted } from "./05-two-generals";
import type { FollowerRules, RequestVoteAnswer, TwoLeaders } from "./14-raft-election";

export type * from "./05-two-generals";
export type * from "./14-raft-election";

/** What `check(id, implementation)` takes, by id. */
export interface Answers {
  "05-two-generals/idempotent-receiver": IdempotentReceiver;
  "05-two-generals/find-disagreement": FindDisagreement;
  "05-two-generals/exactly-once-effect": ExactlyOnceEffect;
  "05-two-generals/one-more-messenger": Predicted;
  "14-raft-election/request-vote": RequestVoteAnswer;
  "14-raft-election/follower-rules": FollowerRules;
  "14-raft-election/no-randomness": Predicted;
  "14-raft-election/two-leaders": TwoLeaders;
}
