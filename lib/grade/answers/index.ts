/** The exercises that ask for an answer, by id, and the type of each answer. A new chapter adds its own here. */
import type { AvailabilityAnswer, ScalabilityKnee } from "./01-why-distribute";
import type {
  BackoffWithJitter,
  BoundedQueueAnswer,
  CircuitBreakerAnswer,
  RetryStorm,
  TokenBucketAnswer,
} from "./04-back-pressure";
import type { ExactlyOnceEffect, FindDisagreement, IdempotentReceiver, Predicted } from "./05-two-generals";
import type { HashRingAnswer, JumpInverted, Rebalance } from "./09-sharding";
import type { FollowerRules, RequestVoteAnswer, TwoLeaders } from "./14-raft-election";
import type { AdvanceCommitAnswer, AppendEntriesAnswer, FigureEight, RaftKeyValueAnswer } from "./15-raft-log";
import type { AcceptorRules, ForgetfulAcceptor, LearnerRule, MultiPaxosLog, ProposerRule } from "./13-paxos";
import type { ApRegister, CpRegister, StaleRead } from "./10-cap";
import type {
  CoordinatorRecovery,
  ParticipantRules,
  ThreePhaseTermination,
  ThreePhaseTimeout,
} from "./17-two-and-three-phase-commit";
import type { GrowOnlyCounter, LostWrite, ObservedRemoveSet, Rumour, SessionGuarantees } from "./08-replication";
import type {
  CausalBroadcastAnswer,
  HybridClockAnswer,
  LamportAnswer,
  NtpOffsetAnswer,
  SnapshotAnswer,
  VectorClockAnswer,
} from "./07-clocks";
import type { EightWays, ReliableCall, SignedMessage } from "./02-eight-fallacies";
import type { CacheLease, LruCacheAnswer, TwoChoicesAnswer } from "./03-building-blocks";
import type { BullyRules, ChangRobertsAnswer, FencingRules, SplitBrain } from "./12-leader-election";
import type { DirtyRead, OrderSagaAnswer, OutboxAnswer, ResumableOrchestrator } from "./18-sagas";
import type { OralMessagesAnswer, SignedMessagesAnswer, ThreeGenerals } from "./16-byzantine-generals";
import type { HeartbeatRules, PhiAccrualAnswer, SwimProbe } from "./06-failure-detection";
import type { AbdRegisterRules, OverlapIsNotEnough, QuorumReadWrite, ReadRepair } from "./11-quorums";
import type { CrossShardTransferAnswer, ReplicatedShardAnswer, ShardRouterAnswer } from "./20-capstone";
import type { KillNine, PatchAnOutage } from "./19-real-systems";

export type * from "./01-why-distribute";
export type * from "./04-back-pressure";
export type * from "./05-two-generals";
export type * from "./09-sharding";
export type * from "./14-raft-election";
export type * from "./15-raft-log";
export type * from "./13-paxos";
export type * from "./10-cap";
export type * from "./17-two-and-three-phase-commit";
export type * from "./08-replication";
export type * from "./07-clocks";
export type * from "./12-leader-election";
export type * from "./02-eight-fallacies";
export type * from "./03-building-blocks";
export type * from "./18-sagas";
export type * from "./16-byzantine-generals";
export type * from "./06-failure-detection";
export type * from "./11-quorums";
export type * from "./20-capstone";
export type * from "./19-real-systems";

/** What `check(id, implementation)` takes, by id. */
export interface Answers {
  "01-why-distribute/availability": AvailabilityAnswer;
  "01-why-distribute/scalability-knee": ScalabilityKnee;
  "01-why-distribute/two-servers": Predicted;
  "04-back-pressure/bounded-queue": BoundedQueueAnswer;
  "04-back-pressure/token-bucket": TokenBucketAnswer;
  "04-back-pressure/backoff-with-jitter": BackoffWithJitter;
  "04-back-pressure/circuit-breaker": CircuitBreakerAnswer;
  "04-back-pressure/retry-storm": RetryStorm;
  "05-two-generals/idempotent-receiver": IdempotentReceiver;
  "05-two-generals/find-disagreement": FindDisagreement;
  "05-two-generals/exactly-once-effect": ExactlyOnceEffect;
  "05-two-generals/one-more-messenger": Predicted;
  "09-sharding/hash-ring": HashRingAnswer;
  "09-sharding/jump-inverted": JumpInverted;
  "09-sharding/rebalance": Rebalance;
  "09-sharding/one-more-node": Predicted;
  "14-raft-election/request-vote": RequestVoteAnswer;
  "14-raft-election/follower-rules": FollowerRules;
  "14-raft-election/no-randomness": Predicted;
  "14-raft-election/two-leaders": TwoLeaders;
  "15-raft-log/append-entries": AppendEntriesAnswer;
  "15-raft-log/advance-commit": AdvanceCommitAnswer;
  "15-raft-log/raft-key-value": RaftKeyValueAnswer;
  "15-raft-log/figure-eight": FigureEight;
  "13-paxos/acceptor": AcceptorRules;
  "13-paxos/proposer": ProposerRule;
  "13-paxos/learner": LearnerRule;
  "13-paxos/multi-paxos-log": MultiPaxosLog;
  "13-paxos/forgetful-acceptor": ForgetfulAcceptor;
  "10-cap/cp-register": CpRegister;
  "10-cap/ap-register": ApRegister;
  "10-cap/stale-read": StaleRead;
  "10-cap/bank-or-shop": Predicted;
  "17-two-and-three-phase-commit/participant": ParticipantRules;
  "08-replication/session-guarantees": SessionGuarantees;
  "08-replication/rumour": Rumour;
  "08-replication/g-counter": GrowOnlyCounter;
  "08-replication/or-set": ObservedRemoveSet;
  "08-replication/lost-write": LostWrite;
  "17-two-and-three-phase-commit/coordinator-recovery": CoordinatorRecovery;
  "17-two-and-three-phase-commit/three-phase-termination": ThreePhaseTermination;
  "07-clocks/lamport": LamportAnswer;
  "07-clocks/vector-clock": VectorClockAnswer;
  "07-clocks/ntp-offset": NtpOffsetAnswer;
  "07-clocks/hybrid-clock": HybridClockAnswer;
  "07-clocks/causal-broadcast": CausalBroadcastAnswer;
  "07-clocks/snapshot": SnapshotAnswer;
  "17-two-and-three-phase-commit/three-phase-timeout": ThreePhaseTimeout;
  "02-eight-fallacies/reliable-call": ReliableCall;
  "02-eight-fallacies/signed-message": SignedMessage;
  "02-eight-fallacies/eight-ways": EightWays;
  "03-building-blocks/lru-cache": LruCacheAnswer;
  "03-building-blocks/two-choices": TwoChoicesAnswer;
  "03-building-blocks/cache-lease": CacheLease;
  "03-building-blocks/hedging": Predicted;
  "12-leader-election/chang-roberts": ChangRobertsAnswer;
  "12-leader-election/fencing": FencingRules;
  "12-leader-election/bully": BullyRules;
  "12-leader-election/split-brain": SplitBrain;
  "18-sagas/order-saga": OrderSagaAnswer;
  "18-sagas/outbox": OutboxAnswer;
  "16-byzantine-generals/oral-messages": OralMessagesAnswer;
  "16-byzantine-generals/signed-messages": SignedMessagesAnswer;
  "16-byzantine-generals/three-generals": ThreeGenerals;
  "18-sagas/resumable-orchestrator": ResumableOrchestrator;
  "18-sagas/dirty-read": DirtyRead;
  "06-failure-detection/heartbeat-detector": HeartbeatRules;
  "06-failure-detection/phi-accrual": PhiAccrualAnswer;
  "06-failure-detection/swim-probe": SwimProbe;
  "06-failure-detection/false-alarms": Predicted;
  "11-quorums/quorum-read-write": QuorumReadWrite;
  "11-quorums/read-repair": ReadRepair;
  "11-quorums/abd-register": AbdRegisterRules;
  "11-quorums/overlap-is-not-enough": OverlapIsNotEnough;
  "20-capstone/shard-router": ShardRouterAnswer;
  "20-capstone/replicated-shard": ReplicatedShardAnswer;
  "20-capstone/cross-shard-transfer": CrossShardTransferAnswer;
  "19-real-systems/kill-nine": KillNine;
  "19-real-systems/patch-an-outage": PatchAnOutage;
  "19-real-systems/which-system": Predicted;
}
