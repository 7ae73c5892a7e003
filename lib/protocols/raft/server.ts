/** What all of Raft's rules need: the log's ends, saving, terms, and applying what is committed. */
import { frozenCopy } from "../../data";
import type { Data, NodeId } from "../../protocol";
import { append, entryAt, forgetUpTo, lastIndex } from "../../structures/log";
import type { ChunkedLog } from "../../structures/log";
import { committedIndex } from "../../structures/quorum";
import { readValue } from "./key-value";
import { loseLease } from "./lease";
import type { Command } from "./key-value";
import type { Entry, MembersCommand, RaftConfig, RaftOut, RaftState } from "./vocabulary";

/** The term of the entry at `index`; undefined where the log does not hold it. */
export function termAt(state: RaftState, index: number): number | undefined {
  return index === state.log.base ? state.snapshot.term : entryAt(state.log, index)?.term;
}

/** How complete the log is, for votes. */
export function logEnd(state: RaftState): { readonly lastLogIndex: number; readonly lastLogTerm: number } {
  const lastLogIndex = lastIndex(state.log);
  return { lastLogIndex, lastLogTerm: termAt(state, lastLogIndex)! };
}

/** Puts entries at the end of the log; the caller saves. New members are in force at once. */
export function appendToLog(state: RaftState, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  let index = lastIndex(state.log);
  state.log = sealed(append(state.log, ...entries));
  for (const { command } of entries) {
    index += 1;
    if (command?.operation.kind !== "changeMembers") continue;
    state.members = command.operation.members;
    state.membersIndex = index;
  }
}

/** Whether this server is a majority. */
export function isAlone(state: RaftState): boolean {
  return state.members.length === 1 && state.members[0] === state.self;
}

/** Freezes what is new in a log, so that every later save shares it. Entries come frozen. */
export function sealed(log: ChunkedLog<Entry>): ChunkedLog<Entry> {
  const { chunks } = log;
  for (let place = chunks.length - 1; place >= 0 && !Object.isFrozen(chunks[place]); place--) {
    Object.freeze(chunks[place]);
  }
  Object.freeze(chunks);
  return Object.freeze(log);
}

export function save(state: RaftState, out: RaftOut): void {
  const { currentTerm, votedFor, log, snapshot } = state;
  out.save({ currentTerm, votedFor, log, snapshot });
}

export function resetElectionTimer(out: RaftOut, config: RaftConfig): void {
  out.setTimer("election", config.electionTimeoutMs);
}

/** Terms are a Lamport clock: whoever hears of a higher one is behind, and follows (section 5.1). */
export function adoptHigherTerm(state: RaftState, term: number, out: RaftOut, config: RaftConfig): void {
  if (term <= state.currentTerm) return;
  state.currentTerm = term;
  state.votedFor = null;
  state.leader = null;
  becomeFollower(state, out, config);
  save(state, out);
}

/** Lays down every office of the term. */
export function becomeFollower(state: RaftState, out: RaftOut, config: RaftConfig): void {
  if (state.role === "leader") {
    out.cancelTimer("heartbeat");
    resetElectionTimer(out, config);
  }
  state.role = "follower";
  state.votesGranted = [];
  state.nextIndex = {};
  state.matchIndex = {};
  state.termStart = 0;
  state.round = 0;
  state.answered = {};
  // Whoever waits for a read asks somebody else.
  state.reads = [];
  loseLease(state);
  state.joining = null;
}

/** Somebody leads this term: hear it, and be quiet. */
export function follow(state: RaftState, leader: NodeId, out: RaftOut, config: RaftConfig): void {
  if (state.role !== "follower") becomeFollower(state, out, config);
  state.leader = leader;
  if (config.reads === "lease") state.heardMs = out.localTime;
  resetElectionTimer(out, config);
}

/** Commits and applies the entries up to `index`; a leader tells the clients. */
export function commitUpTo(state: RaftState, index: number, out: RaftOut, config: RaftConfig): void {
  const end = Math.min(index, lastIndex(state.log));
  if (end <= state.commitIndex) return;
  while (state.commitIndex < end) {
    state.commitIndex += 1;
    const { command } = entryAt(state.log, state.commitIndex)!;
    if (command === null) continue;
    const result = carryOut(state, command, out, config);
    if (state.role !== "leader") continue;
    const { client, serial } = command;
    out.send(client, { kind: "ClientReply", serial, done: true, result, leader: state.self });
  }
  answerReads(state, out);
  compact(state, out, config);
}

/** The members are in force already; what remains is to know, when the request comes again, that it was granted. */
function carryOut(state: RaftState, command: Command | MembersCommand, out: RaftOut, config: RaftConfig): Data {
  const { client, serial, operation } = command;
  if (operation.kind !== "changeMembers") return config.rules.apply(state.machine, { client, serial, operation }, out);
  state.machine.sessions[client] = { serial, result: true };
  return true;
}

/** Answers the reads whose time has come: the machine is far enough, and nobody can have been elected since. */
export function answerReads(state: RaftState, out: RaftOut): void {
  if (state.reads.length === 0) return;
  state.answered[state.self] = state.round;
  const confirmed = committedIndex(state.members, state.answered);
  state.reads = state.reads.filter(({ client, serial, operation, index, round }) => {
    const isReady =
      out.guard("reads only after a majority has heard from it", confirmed >= round) &&
      out.guard("reads only once everything committed before is applied", state.commitIndex >= index);
    if (!isReady) return true;
    const result = readValue(state.machine, operation.key);
    out.send(client, { kind: "ClientReply", serial, done: true, result, leader: state.self });
    return false;
  });
}

/** Who the members were at this place of the log. */
function membersAt(state: RaftState, end: number): readonly NodeId[] {
  if (state.membersIndex <= end) return state.members;
  for (let index = end; index > state.log.base; index--) {
    const operation = entryAt(state.log, index)?.command?.operation;
    if (operation?.kind === "changeMembers") return operation.members;
  }
  return state.snapshot.members;
}

/** Replaces the applied part of the log by what it amounts to (section 7). Each server does so by itself. */
function compact(state: RaftState, out: RaftOut, config: RaftConfig): void {
  const index = state.commitIndex;
  if (index - state.log.base < config.snapshotAfter) return;
  state.snapshot = frozenCopy({
    index,
    term: termAt(state, index)!,
    machine: state.machine,
    members: membersAt(state, index),
  });
  state.log = sealed(forgetUpTo(state.log, index));
  save(state, out);
}
