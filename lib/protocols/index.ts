/** The protocols' public names. Each one's properties are on its contract card, and in its file. */
export { abdHandlers, abdRegister, abdRegisterWith, compareAbdTags } from "./abd-register";
export type {
  AbdClientState,
  AbdConfig,
  AbdHandlers,
  AbdMessage,
  AbdOperation,
  AbdOptions,
  AbdOut,
  AbdReplicaState,
  AbdState,
  AbdTag,
  AbdTagged,
} from "./abd-register";
export { acknowledgedIsKept, lostWrites, primaryBackup } from "./primary-backup";
export type {
  LogPosition,
  PrimaryBackupMessage,
  PrimaryBackupOperation,
  PrimaryBackupOptions,
  PrimaryBackupState,
  ReplicationMode,
} from "./primary-backup/vocabulary";
export { causalBroadcast, causalBroadcastHandlers, causalBroadcastWith, deliverLine } from "./causal-broadcast";
export type {
  CausalBroadcastConfig,
  CausalBroadcastHandlers,
  CausalBroadcastOptions,
  CausalBroadcastOut,
  CausalBroadcastState,
  ChatLine,
  Received,
  Speech,
} from "./causal-broadcast";
export type { Intention, Outcome, Votes } from "./atomic-commitment";
export { bully } from "./bully";
export type { BullyMessage, BullyOptions, BullyState } from "./bully";
export { byzantine } from "./byzantine";
export type { ByzantineOptions, ByzantineState } from "./byzantine";
export { changRoberts } from "./chang-roberts";
export type { ChangRobertsMessage, ChangRobertsOptions, ChangRobertsState } from "./chang-roberts";
export { chandyLamport, chandyLamportHandlers, chandyLamportWith, snapshotTotal } from "./chandy-lamport";
export type {
  ChandyLamport,
  ChandyLamportConfig,
  ChandyLamportHandlers,
  ChandyLamportOptions,
  ChandyLamportOut,
  ChandyLamportState,
  RecordedPart,
  SnapshotMessage,
} from "./chandy-lamport";
export { fencedLease } from "./fenced-lease";
export type { FencedLeaseOptions, LeaseMessage, LeaseState } from "./fenced-lease";
export { gossip } from "./gossip";
export type {
  Gossip,
  GossipEntries,
  GossipEntry,
  GossipMessage,
  GossipOptions,
  GossipOut,
  GossipState,
} from "./gossip";
export { heartbeatDetector, heartbeatDetectorWith, heartbeatHandlers } from "./heartbeat";
export type {
  HeartbeatConfig,
  HeartbeatHandlers,
  HeartbeatMessage,
  HeartbeatOptions,
  HeartbeatOut,
  HeartbeatState,
} from "./heartbeat";
export { multiLeader, multiLeaderRules, multiLeaderWith } from "./multi-leader";
export type {
  ConflictRule,
  LeaderState,
  LeaderVersion,
  MultiLeaderMessage,
  MultiLeaderNode,
  MultiLeaderOperation,
  MultiLeaderOptions,
  MultiLeaderOut,
  MultiLeaderRules,
  MultiLeaderState,
} from "./multi-leader";
export { acknowledgedIsMet, quorumStore, quorumStoreWith } from "./quorum-store";
export { isNewerVersion, quorumRules } from "./quorum-store/vocabulary";
export type {
  QuorumClientState,
  QuorumHeld,
  QuorumMessage,
  QuorumOperation,
  QuorumReplicaState,
  QuorumRules,
  QuorumState,
  QuorumStoreOptions,
  QuorumVersion,
} from "./quorum-store/vocabulary";
export { multiPaxos, multiPaxosHandlers, multiPaxosWith } from "./multi-paxos";
export type {
  MultiPaxos,
  MultiPaxosConfig,
  MultiPaxosHandler,
  MultiPaxosHandlers,
  MultiPaxosMessage,
  MultiPaxosOptions,
  MultiPaxosOut,
  MultiPaxosState,
  SlotEntry,
  SlotVote,
} from "./multi-paxos/vocabulary";
export { oralMessageCount, oralMessages } from "./oral-messages";
export type { OralMessagesOptions, Order, Report } from "./oral-messages";
export { outbox, outboxRules, outboxWith } from "./outbox";
export type { Outbox, OutboxMessage, OutboxOptions, OutboxRules, OutboxState } from "./outbox";
export { compareBallots, paxos, paxosHandlers, paxosWith } from "./paxos";
export type { Ballot, PaxosHandlers, PaxosMessage, PaxosOptions, PaxosOut, PaxosState } from "./paxos";
export { paxosCommit } from "./paxos-commit";
export type {
  PaxosCommit,
  PaxosCommitMessage,
  PaxosCommitOptions,
  PaxosCommitState,
  PreparedOrAborted,
} from "./paxos-commit";
export { pbft } from "./pbft";
export type { Pbft, PbftMessage, PbftOptions, PbftState, PreparedCertificate } from "./pbft";
export { phiDetector, phiDetectorHandlers, phiDetectorWith } from "./phi-detector";
export type {
  PhiDetectorConfig,
  PhiDetectorHandlers,
  PhiDetectorOptions,
  PhiDetectorOut,
  PhiDetectorProtocol,
  PhiDetectorState,
  PhiHeartbeat,
  PhiHistory,
} from "./phi-detector";
export { raft, raftHandlers, raftWith } from "./raft";
export type { Raft } from "./raft";
export { raftClient } from "./raft-client";
export type { RaftClient, RaftClientOptions, RaftClientState } from "./raft-client";
export { emptyMachine, readValue } from "./raft/key-value";
export type { Command, KeyValueOperation, Machine, ProcedureCall, Session } from "./raft/key-value";
export type {
  ChangeMembers,
  MembersRequest,
  RaftConfig,
  RaftHandler,
  RaftHandlers,
  RaftMessage,
  RaftOptions,
  RaftOut,
  RaftSaved,
  RaftState,
  ReadRequest,
} from "./raft/vocabulary";
export { electionSafety, raftElection, raftElectionHandlers, raftElectionWith } from "./raft-election";
export type {
  RaftElectionConfig,
  RaftElectionHandler,
  RaftElectionHandlers,
  RaftElectionMessage,
  RaftElectionOptions,
  RaftElectionOut,
  RaftElectionState,
  RequestVote,
} from "./raft-election";
export { remoteCall } from "./remote-call";
export type { ClientState, RemoteCallMessage, RemoteCallOptions, ServerState } from "./remote-call";
export { sagaSteps } from "./order-saga";
export type { Deed, SagaStep, ServiceBooks, ServiceOptions, ServiceRules, Willingness } from "./order-saga";
export { choreographyRules, sagaChoreographed, sagaChoreographedWith } from "./saga-choreographed";
export type {
  ChoreographyRules,
  ChoreographySaved,
  ChoreographyState,
  SagaChoreographed,
  SagaChoreographedOptions,
  SagaEventMessage,
} from "./saga-choreographed";
export { sagaOrchestrated, sagaOrchestratedWith, sagaRules } from "./saga-orchestrated";
export type {
  SagaMessage,
  SagaOrchestrated,
  SagaOrchestratedOptions,
  SagaProgress,
  SagaRules,
  SagaSaved,
  SagaState,
} from "./saga-orchestrated";
export { bankAccounts, bankMap, bankRules, shardedBank, shardedBankWith } from "./sharded-bank";
export type { ReplacedBankRules, ShardedBank, ShardedBankOptions } from "./sharded-bank";
export type { RouterRules, RoutingTable } from "./sharded-bank/routing";
export type { Account, AccountLock, LockAnswer, ShardRules } from "./sharded-bank/shard";
export type { Transfer, TransferStep } from "./sharded-bank/transfer";
export type { BankOperation, BankRules } from "./sharded-bank/vocabulary";
export { signedMessageCount, signedMessages, signedMessagesRules, signedMessagesWith } from "./signed-messages";
export type {
  Signature,
  SignedGeneralState,
  SignedMessages,
  SignedMessagesConfig,
  SignedMessagesOptions,
  SignedMessagesOut,
  SignedMessagesRules,
  SignedOrder,
} from "./signed-messages";
export { swim, swimHandlers, swimWith } from "./swim";
export type {
  SwimBelief,
  SwimRumour,
  Swim,
  SwimConfig,
  SwimHandlers,
  SwimMessage,
  SwimOptions,
  SwimOut,
  SwimState,
} from "./swim";
export { twoGenerals } from "./two-generals";
export type { GeneralState, Messenger, TwoGeneralsOptions } from "./two-generals";
export { threePhaseCommit, threePhaseCommitWith, threePhaseRules } from "./three-phase-commit";
export type {
  TerminationRule,
  ThreePhaseCommitOptions,
  ThreePhaseConfig,
  ThreePhaseMessage,
  ThreePhaseOut,
  ThreePhaseRules,
  ThreePhaseState,
} from "./three-phase-commit";
export { twoPhaseCommit, twoPhaseCommitWith, twoPhaseRules } from "./two-phase-commit";
export type {
  CoordinatorState,
  ParticipantState,
  TwoPhaseCommitOptions,
  TwoPhaseConfig,
  TwoPhaseMessage,
  TwoPhaseOut,
  TwoPhaseRules,
  TwoPhaseSaved,
  TwoPhaseState,
} from "./two-phase-commit";
export { resourceManagers, twoPhaseModel, twoPhaseSpecification } from "./two-phase-specification";
export type { SpecificationState, TwoPhaseModelState } from "./two-phase-specification";
export { brokenProtocols } from "./broken";
export type { BrokenProtocol } from "./broken";
