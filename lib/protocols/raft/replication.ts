/**
 * Raft's log: how a leader makes the others' logs like its own, and when an entry is committed.
 *
 * AppendEntries names the entry before the new ones; who does not hold exactly that entry refuses. By induction, two
 * logs that agree in one place agree in all places before it (*log matching*), so one number a peer, `matchIndex`,
 * says how far it agrees. What a majority holds is committed, with one exception that is the protocol's finest point:
 * of an earlier leader's entries this cannot be said by counting (figure 8), because a server that never saw them may
 * still win an election. Once an entry of the leader's own term is on a majority, it cannot, and all is committed.
 *
 * Messages are sent without waiting for the answers to earlier ones: `nextIndex` runs ahead of `matchIndex`, and goes
 * back when a message was lost and the next one is refused.
 *
 * Source: Ongaro and Ousterhout 2014, sections 5.3 (with the quicker way back at its end), 5.4.2 and 7; pipelining:
 * Ongaro 2014, section 10.2.1. Simplified: a snapshot is one message.
 */
import { thawedCopy } from "../../data";
import type { NodeId } from "../../protocol";
import { emptyLog, entriesFrom, entryAt, forgetUpTo, lastIndex, truncateAfter } from "../../structures/log";
import { committedIndex } from "../../structures/quorum";
import { renewLease } from "./lease";
import { findMembers, leaveIfRemoved, welcome } from "./membership";
import { adoptHigherTerm, answerReads, appendToLog, commitUpTo, follow, save, sealed, termAt } from "./server";
import type {
  AppendEntries,
  AppendEntriesReply,
  Entry,
  InstallSnapshot,
  InstallSnapshotReply,
  RaftConfig,
  RaftOut,
  RaftState,
} from "./vocabulary";

/** Sends to everybody what comes next; to who has everything, a heartbeat. */
export function replicate(state: RaftState, out: RaftOut, config: RaftConfig): void {
  let message: AppendEntries | undefined;
  for (const peer of receivers(state)) {
    if (peer === state.self) continue;
    // Peers that are equally far get the same message, which is made once.
    const isSame: boolean = message?.prevLogIndex === state.nextIndex[peer]! - 1;
    message = sendEntries(state, peer, isSame ? message : undefined, out, config) ?? message;
  }
}

/** The members, and who is to become one. */
function receivers(state: RaftState): readonly NodeId[] {
  const { members, joining } = state;
  return joining === null || members.includes(joining.server) ? members : [...members, joining.server];
}

function sendEntries(
  state: RaftState,
  peer: NodeId,
  made: AppendEntries | undefined,
  out: RaftOut,
  config: RaftConfig,
): AppendEntries | undefined {
  const { log } = state;
  const next = state.nextIndex[peer]!;
  if (next <= log.base) {
    state.nextIndex[peer] = log.base + 1;
    out.send(peer, { kind: "InstallSnapshot", term: state.currentTerm, snapshot: state.snapshot });
    return undefined;
  }
  const message = made ?? appendEntriesFrom(state, next, config);
  state.nextIndex[peer] = next + message.entries.length;
  out.send(peer, message);
  return message;
}

function appendEntriesFrom(state: RaftState, next: number, config: RaftConfig): AppendEntries {
  return Object.freeze({
    kind: "AppendEntries",
    term: state.currentTerm,
    prevLogIndex: next - 1,
    prevLogTerm: termAt(state, next - 1)!,
    entries: Object.freeze(entriesFrom(state.log, next, config.entriesPerMessage)),
    leaderCommit: state.commitIndex,
    round: state.round,
  });
}

/** A leader's entries come: saved before they are acknowledged, because the leader will count on them. */
export function appendEntries(
  state: RaftState,
  request: AppendEntries,
  leader: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, request.term, out, config);
  const { round, prevLogIndex, prevLogTerm, entries, leaderCommit } = request;
  if (!out.guard("follows only the leader of its own term", request.term === state.currentTerm)) {
    return refuse(state, leader, 0, round, out);
  }
  follow(state, leader, out, config);
  // What the snapshot stands for is committed, and the leader has it too.
  const agrees = prevLogIndex < state.log.base || termAt(state, prevLogIndex) === prevLogTerm;
  if (!out.guard("the entry before the new ones must match", agrees)) {
    return refuse(state, leader, wayBack(state, prevLogIndex), round, out);
  }
  takeEntries(state, prevLogIndex, entries, out);
  const matchIndex = prevLogIndex + entries.length;
  // What stands behind matchIndex may be left over from another term.
  commitUpTo(state, Math.min(leaderCommit, matchIndex), out, config);
  const { currentTerm: term } = state;
  out.send(leader, { kind: "AppendEntriesReply", term, success: true, matchIndex, nextIndex: matchIndex + 1, round });
}

function refuse(state: RaftState, leader: NodeId, nextIndex: number, round: number, out: RaftOut): void {
  const { currentTerm: term } = state;
  out.send(leader, { kind: "AppendEntriesReply", term, success: false, matchIndex: 0, nextIndex, round });
}

/** Where the leader should go on: after the log's end, or where the term in question begins. */
function wayBack(state: RaftState, prevLogIndex: number): number {
  const end = lastIndex(state.log);
  if (prevLogIndex > end) return end + 1;
  const term = termAt(state, prevLogIndex);
  let index = prevLogIndex;
  while (index - 1 > state.log.base && termAt(state, index - 1) === term) index -= 1;
  return index;
}

/** Keeps what agrees: a message that is late must not take away what a later one has brought. */
function takeEntries(state: RaftState, prevLogIndex: number, entries: readonly Entry[], out: RaftOut): void {
  const before = state.log;
  entries.forEach((entry, place) => {
    const index = prevLogIndex + 1 + place;
    if (index <= state.log.base) return;
    const mine = entryAt(state.log, index);
    if (out.guard("removes only what conflicts", mine !== undefined && mine.term !== entry.term)) {
      state.log = sealed(truncateAfter(state.log, index - 1));
      if (state.membersIndex >= index) findMembers(state);
    }
    if (index > lastIndex(state.log)) appendToLog(state, [entry]);
  });
  if (state.log !== before) save(state, out);
}

export function appendEntriesReply(
  state: RaftState,
  reply: AppendEntriesReply,
  from: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
  if (!isMine(state, reply.term, out)) return;
  if (reply.round > (state.answered[from] ?? 0)) {
    state.answered[from] = reply.round;
    if (config.reads === "lease") renewLease(state, config);
    answerReads(state, out);
  }
  if (reply.success) return agreed(state, from, reply.matchIndex, out, config);
  const { [from]: next = 1 } = state.nextIndex;
  // An old refusal must not lead back behind what is known to agree.
  state.nextIndex[from] = Math.max((state.matchIndex[from] ?? 0) + 1, Math.min(next, reply.nextIndex));
  sendRest(state, from, out, config);
}

/** Whether a reply is to this leader, in this term. */
function isMine(state: RaftState, term: number, out: RaftOut): boolean {
  return state.role === "leader" && out.guard("counts only answers of its own term", term === state.currentTerm);
}

/** A peer's log agrees up to here. */
function agreed(state: RaftState, peer: NodeId, index: number, out: RaftOut, config: RaftConfig): void {
  if (index > (state.matchIndex[peer] ?? 0)) {
    state.matchIndex[peer] = index;
    if (state.nextIndex[peer]! <= index) state.nextIndex[peer] = index + 1;
    if (index > state.commitIndex) config.rules.advanceCommit(state, out, config);
    welcome(state, peer, index, out, config);
  }
  sendRest(state, peer, out, config);
}

function sendRest(state: RaftState, peer: NodeId, out: RaftOut, config: RaftConfig): void {
  const isBehind = (state.nextIndex[peer] ?? Infinity) <= lastIndex(state.log);
  if (isBehind && receivers(state).includes(peer)) sendEntries(state, peer, undefined, out, config);
}

/** What a majority holds is committed, if it is of the leader's own term; then all before it is too (section 5.4.2). */
export function advanceCommit(state: RaftState, out: RaftOut, config: RaftConfig): void {
  state.matchIndex[state.self] = lastIndex(state.log);
  const index = committedIndex(state.members, state.matchIndex);
  if (index <= state.commitIndex) return;
  const isOwn = termAt(state, index) === state.currentTerm;
  if (out.guard("counts only entries of its own term", isOwn)) commitUpTo(state, index, out, config);
  leaveIfRemoved(state, out, config);
}

/** Takes the leader's machine for its own, unless it is as far already. */
export function installSnapshot(
  state: RaftState,
  request: InstallSnapshot,
  leader: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, request.term, out, config);
  const { snapshot } = request;
  const kind = "InstallSnapshotReply";
  if (!out.guard("follows only the leader of its own term", request.term === state.currentTerm)) {
    return out.send(leader, { kind, term: state.currentTerm, matchIndex: 0 });
  }
  follow(state, leader, out, config);
  if (out.guard("a snapshot never leads back", snapshot.index > state.commitIndex)) {
    // What follows an entry that the snapshot ends with may stay: it agrees.
    const agrees = termAt(state, snapshot.index) === snapshot.term;
    state.log = sealed(agrees ? forgetUpTo(state.log, snapshot.index) : emptyLog<Entry>(snapshot.index));
    state.snapshot = snapshot;
    state.machine = thawedCopy(snapshot.machine);
    state.commitIndex = snapshot.index;
    findMembers(state);
    save(state, out);
  }
  out.send(leader, { kind, term: state.currentTerm, matchIndex: snapshot.index });
}

export function installSnapshotReply(
  state: RaftState,
  reply: InstallSnapshotReply,
  from: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  adoptHigherTerm(state, reply.term, out, config);
  if (isMine(state, reply.term, out)) agreed(state, from, reply.matchIndex, out, config);
}
