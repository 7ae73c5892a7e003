/**
 * Raft: servers that behave like one server that does not crash.
 *
 * Every server holds a log of commands and carries them out in order; if the logs agree, so do the servers. One of
 * them, the leader, decides what comes next. It is elected by a majority for a numbered *term*, puts each client's
 * command at the end of its log, sends it to the others, and answers once a majority has saved it: the entry is
 * *committed*. When the leader fails, another is elected, but only one whose log is at least as complete as those of
 * a majority. Two majorities share a server, so the new leader holds everything committed, and it makes the others'
 * logs like its own: it never has to ask what was decided.
 *
 * Read in this order: `raft/vocabulary.ts` (messages, state), `raft/election.ts`, `raft/replication.ts` (the log and
 * the rule of figure 8), `raft/key-value.ts` (the state machine and clients' sessions), `raft/service.ts` (writes and
 * linearizable reads), `raft/lease.ts` (reads that trust clocks), `raft/membership.ts` (adding and removing servers),
 * `raft/properties.ts` (figure 3); `raft-client.ts` is the client. Each handler is a rule of figure 2, and `raftWith`
 * replaces them one by one.
 *
 * A server saves its term, its vote, its log and its snapshot, each before the message that relies on it. Lost in a
 * crash are the commit index and the machine; both come back with the next leader's messages.
 *
 * Source: Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC 2014; Ongaro,
 * "Consensus: bridging theory and practice", Stanford 2014. Simplified: servers come and go one at a time, a snapshot
 * is one message, sessions are never forgotten, and what is committed is applied at once.
 */
import { frozenCopy, thawedCopy } from "../data";
import { members as namesOf } from "../protocol";
import type { NodeId, Protocol } from "../protocol";
import { emptyLog, entriesFrom, lastIndex } from "../structures/log";
import { electionSafety } from "./raft-election";
import {
  becomeLeader,
  electionTimeout,
  heartbeat,
  preVote,
  preVoteReply,
  requestVote,
  requestVoteReply,
} from "./raft/election";
import { applyCommand, emptyMachine } from "./raft/key-value";
import {
  advanceCommit,
  appendEntries,
  appendEntriesReply,
  installSnapshot,
  installSnapshotReply,
} from "./raft/replication";
import { changeMembers, findMembers } from "./raft/membership";
import {
  commitIsPossible,
  leaderCompleteness,
  logMatching,
  somethingIsCommitted,
  stateMachineSafety,
} from "./raft/properties";
import { resetElectionTimer, save, sealed } from "./raft/server";
import { clientRequest, read } from "./raft/service";
import type {
  Entry,
  RaftConfig,
  RaftHandlers,
  RaftMessage,
  RaftOptions,
  RaftOut,
  RaftSaved,
  RaftState,
  RaftTimer,
  Snapshot,
} from "./raft/vocabulary";

export { commitIsPossible, leaderCompleteness, logMatching, somethingIsCommitted, stateMachineSafety };

/** What `raft` returns. */
export type Raft = Protocol<RaftState, RaftMessage, RaftTimer, RaftSaved>;

/** Figure 2, figure 13's snapshots, and the dissertation's pre-vote and read index. */
export const raftHandlers: RaftHandlers = {
  preVote,
  preVoteReply,
  requestVote,
  requestVoteReply,
  appendEntries,
  appendEntriesReply,
  installSnapshot,
  installSnapshotReply,
  clientRequest,
  advanceCommit,
  read,
  changeMembers,
  apply: applyCommand,
};

/**
 * A server of a replicated key-value store. Its clients are `raftClient`s.
 * @throws RangeError where an option is not allowed
 */
export const raft: (options?: RaftOptions) => Raft = raftWith({});

/** Raft with some of its rules replaced. */
export function raftWith(replaced: Partial<RaftHandlers>): (options?: RaftOptions) => Raft {
  const rules = { ...raftHandlers, ...replaced };
  return (options = {}) => build(configOf(options, rules));
}

function build(config: RaftConfig): Raft {
  return {
    name: "raft",
    members: config.members,
    start: (self, saved, out) => boot(self, saved, out, config),
    onMessage: (state, message, from, out) => receive(state, message, from, out, config),
    onTimer(state, timer, out) {
      if (timer === "election") electionTimeout(state, out, config);
      else heartbeat(state, out, config);
    },
    view: (state) => ({
      role: state.role === "pre-candidate" ? "candidate" : state.role,
      fields: { term: state.currentTerm, log: logText(state), committed: state.commitIndex },
      ...(state.commitIndex > 0 ? { decided: state.commitIndex } : {}),
    }),
    contract: {
      time: "asynchronous",
      failures: "recovery",
      links: { loss: true, duplication: true, reordering: true },
      safety: [electionSafety, logMatching, leaderCompleteness, stateMachineSafety, somethingIsCommitted],
      liveness: [commitIsPossible],
      source: "Ongaro and Ousterhout 2014, figures 2 and 3",
    },
  };
}

function receive(state: RaftState, message: RaftMessage, from: NodeId, out: RaftOut, config: RaftConfig): void {
  const { rules } = config;
  switch (message.kind) {
    case "AppendEntries":
      return rules.appendEntries(state, message, from, out, config);
    case "AppendEntriesReply":
      return rules.appendEntriesReply(state, message, from, out, config);
    case "ClientRequest":
      return rules.clientRequest(state, message, from, out, config);
    case "PreVote":
      return rules.preVote(state, message, from, out, config);
    case "PreVoteReply":
      return rules.preVoteReply(state, message, from, out, config);
    case "RequestVote":
      return rules.requestVote(state, message, from, out, config);
    case "RequestVoteReply":
      return rules.requestVoteReply(state, message, from, out, config);
    case "InstallSnapshot":
      return rules.installSnapshot(state, message, from, out, config);
    case "InstallSnapshotReply":
      return rules.installSnapshotReply(state, message, from, out, config);
    case "ClientReply":
      return undefined;
  }
}

/** The terms of the last entries, as the paper draws logs: `1 1 2 4`. */
function logText(state: RaftState): string {
  const shown = 8;
  const first = Math.max(state.log.base + 1, lastIndex(state.log) - shown + 1);
  const terms = entriesFrom(state.log, first).map(({ term }) => term);
  return `${first > 1 ? "… " : ""}${terms.join(" ")}`;
}

function noSnapshot(members: readonly NodeId[]): Snapshot {
  return frozenCopy({ index: 0, term: 0, machine: emptyMachine(), members });
}

function boot(self: NodeId, saved: RaftSaved | null, out: RaftOut, config: RaftConfig): RaftState {
  const firstLeader = saved === null ? config.firstLeader : null;
  const snapshot = saved?.snapshot ?? noSnapshot(config.members);
  const state: RaftState = {
    self,
    role: "follower",
    currentTerm: saved?.currentTerm ?? (firstLeader === null ? 0 : 1),
    votedFor: saved?.votedFor ?? firstLeader,
    log: saved?.log ?? sealed(emptyLog<Entry>()),
    snapshot,
    members: snapshot.members,
    membersIndex: snapshot.index,
    commitIndex: snapshot.index,
    machine: saved === null ? emptyMachine() : thawedCopy(snapshot.machine),
    leader: null,
    votesGranted: [],
    nextIndex: {},
    matchIndex: {},
    termStart: 0,
    round: 0,
    answered: {},
    reads: [],
    roundsSent: [],
    leaseUntilMs: 0,
    heardMs: config.reads === "lease" ? out.localTime : 0,
    joining: null,
  };
  findMembers(state);
  if (firstLeader !== null) save(state, out);
  if (self === firstLeader) becomeLeader(state, out, config);
  else resetElectionTimer(out, config);
  return state;
}

function configOf(options: RaftOptions, rules: RaftHandlers): RaftConfig {
  const members = namesOf(options.members ?? 5);
  const electionTimeoutMs = options.electionTimeoutMs ?? [150, 300];
  const [min, max] = electionTimeoutMs;
  if (!(min > 0 && min <= max && max < Infinity)) {
    throw new RangeError(`electionTimeoutMs is [${min}, ${max}]; allowed is [min, max] with 0 < min <= max`);
  }
  const { heartbeatMs = min / 2, snapshotAfter = Infinity, entriesPerMessage = 64, firstLeader = null } = options;
  if (!(heartbeatMs > 0 && heartbeatMs < Infinity)) {
    throw new RangeError(`heartbeatMs is ${heartbeatMs}; allowed is a time above 0`);
  }
  const counts = { snapshotAfter, entriesPerMessage };
  for (const [name, count] of Object.entries(counts)) {
    if (count === Infinity || (Number.isInteger(count) && count >= 1)) continue;
    throw new RangeError(`${name} is ${count}; allowed is a whole number from 1, or Infinity`);
  }
  if (firstLeader !== null && !members.includes(firstLeader)) {
    throw new RangeError(`firstLeader is ${firstLeader}; allowed are the members, ${members.join(", ")}`);
  }
  const { preVote: asksFirst = false, reads = "read index", driftPpmMax = 1000 } = options;
  if (!(driftPpmMax >= 0 && driftPpmMax < 1e6)) {
    throw new RangeError(`driftPpmMax is ${driftPpmMax}; allowed is a number from 0 to less than 1000000`);
  }
  // The voters' clocks may be fast and the leader's slow.
  const leaseMs = (min * (1e6 - driftPpmMax)) / (1e6 + driftPpmMax);
  const times = { electionTimeoutMs, heartbeatMs, leaseMs };
  return { members, ...times, preVote: asksFirst, reads, ...counts, firstLeader, rules };
}
