/**
 * Raft's elections: the rules of `raft-election.ts`, now with a log whose end decides who may win, and with the
 * question before the question, *pre-vote*: a server that was cut off must not depose a healthy leader with the high
 * term that it has counted up to alone.
 *
 * Source: Ongaro and Ousterhout 2014, sections 5.2 and 5.4.1; pre-vote: Ongaro 2014, section 9.6. Simplified: "has
 * heard from a leader lately" means "since its own election timer fired", which needs no clock.
 */
import type { NodeId } from "../../protocol";
import { hasMajority } from "../../structures/quorum";
import { isUpToDate } from "../raft-election";
import { askForLease, mayVote } from "./lease";
import { mayStand } from "./membership";
import { replicate } from "./replication";
import { adoptHigherTerm, appendToLog, isAlone, logEnd, resetElectionTimer, save } from "./server";
import type {
  PreVote,
  PreVoteReply,
  RaftConfig,
  RaftMessage,
  RaftOut,
  RaftState,
  RequestVote,
  RequestVoteReply,
} from "./vocabulary";

/** Nobody has led for a while. */
export function electionTimeout(state: RaftState, out: RaftOut, config: RaftConfig): void {
  state.leader = null;
  if (!mayStand(state)) return;
  if (!config.preVote) return becomeCandidate(state, out, config);
  state.role = "pre-candidate";
  state.votesGranted = [state.self];
  resetElectionTimer(out, config);
  askAll(state, { kind: "PreVote", proposed: state.currentTerm + 1, ...logEnd(state) }, out);
  if (isAlone(state)) becomeCandidate(state, out, config);
}

/** Says what it would do, and changes nothing. */
export function preVote(state: RaftState, request: PreVote, candidate: NodeId, out: RaftOut, config: RaftConfig): void {
  const voteGranted =
    request.proposed > state.currentTerm &&
    state.leader === null &&
    mayVote(state, out, config) &&
    isUpToDate(request, logEnd(state));
  const { proposed } = request;
  out.send(candidate, { kind: "PreVoteReply", term: state.currentTerm, proposed, voteGranted });
}

export function preVoteReply(
  state: RaftState,
  reply: PreVoteReply,
  from: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
  const counts = state.role === "pre-candidate" && reply.proposed === state.currentTerm + 1 && reply.voteGranted;
  if (!counts || state.votesGranted.includes(from)) return;
  state.votesGranted.push(from);
  if (hasMajority(state.members, state.votesGranted)) becomeCandidate(state, out, config);
}

function becomeCandidate(state: RaftState, out: RaftOut, config: RaftConfig): void {
  state.role = "candidate";
  state.currentTerm += 1;
  state.votedFor = state.self;
  state.votesGranted = [state.self];
  save(state, out);
  resetElectionTimer(out, config);
  askAll(state, { kind: "RequestVote", term: state.currentTerm, ...logEnd(state) }, out);
  // A cluster of one has its majority already.
  if (isAlone(state)) becomeLeader(state, out, config);
}

function askAll(state: RaftState, message: RaftMessage, out: RaftOut): void {
  for (const peer of state.members) if (peer !== state.self) out.send(peer, message);
}

/** Votes at most once a term, and only for a candidate whose log is at least as complete (section 5.4.1). */
export function requestVote(
  state: RaftState,
  request: RequestVote,
  candidate: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  if (!out.guard("lets no lease down", mayVote(state, out, config))) {
    return out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted: false });
  }
  adoptHigherTerm(state, request.term, out, config);
  const voteGranted =
    out.guard("votes only in its own term", request.term === state.currentTerm) &&
    out.guard("votes once a term", state.votedFor === null || state.votedFor === candidate) &&
    out.guard("votes only for a complete log", isUpToDate(request, logEnd(state)));
  if (voteGranted) {
    if (state.votedFor !== candidate) {
      state.votedFor = candidate;
      save(state, out);
    }
    resetElectionTimer(out, config);
  }
  out.send(candidate, { kind: "RequestVoteReply", term: state.currentTerm, voteGranted });
}

export function requestVoteReply(
  state: RaftState,
  reply: RequestVoteReply,
  from: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
  const counts =
    out.guard("counts votes only of its own term", reply.term === state.currentTerm) && state.role === "candidate";
  if (!counts || !reply.voteGranted || state.votesGranted.includes(from)) return;
  state.votesGranted.push(from);
  if (hasMajority(state.members, state.votesGranted)) becomeLeader(state, out, config);
}

/** Opens the term with an entry of its own: only by committing it can a leader commit what others left behind. */
export function becomeLeader(state: RaftState, out: RaftOut, config: RaftConfig): void {
  const { lastLogIndex } = logEnd(state);
  state.role = "leader";
  state.leader = state.self;
  state.votesGranted = [];
  for (const peer of state.members) {
    if (peer === state.self) continue;
    state.nextIndex[peer] = lastLogIndex + 1;
    state.matchIndex[peer] = 0;
  }
  state.termStart = lastLogIndex + 1;
  out.cancelTimer("election");
  appendToLog(state, [Object.freeze({ term: state.currentTerm, command: null })]);
  save(state, out);
  heartbeat(state, out, config);
  if (isAlone(state)) config.rules.advanceCommit(state, out, config);
}

export function heartbeat(state: RaftState, out: RaftOut, config: RaftConfig): void {
  if (config.reads === "lease") askForLease(state, out);
  replicate(state, out, config);
  out.setTimer("heartbeat", [config.heartbeatMs, config.heartbeatMs]);
}
