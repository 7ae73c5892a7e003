/** Makes rules of a whole Raft from answers to the exercises of chapters 14 and 15, which speak of smaller servers. */
import { canonical } from "../data";
import type { NodeId } from "../protocol";
import type { RaftElectionOut, RaftElectionState } from "../protocols/raft-election";
import { adoptHigherTerm, appendToLog, commitUpTo, follow, logEnd, save, sealed } from "../protocols/raft/server";
import type { Entry, RaftHandlers, RaftOut, RaftState } from "../protocols/raft/vocabulary";
import { entriesFrom, entryAt, lastIndex, truncateAfter } from "../structures/log";
import type { RequestVoteAnswer } from "./answers/14-raft-election";
import type { AdvanceCommitAnswer, AppendEntriesAnswer, LogEntry } from "./answers/15-raft-log";

/** The vote of a server whose log is known to the answer by its end only. */
export function voteWith(answer: RequestVoteAnswer): Pick<RaftHandlers, "requestVote"> {
  return {
    requestVote(state, request, candidate, out, config) {
      // What belongs to an office in a log's server is laid down here; the vote is the answer's.
      adoptHigherTerm(state, request.term, out, config);
      const { self, role, currentTerm, votedFor, votesGranted } = state;
      const seen: RaftElectionState = {
        self,
        role: role === "pre-candidate" ? "candidate" : role,
        currentTerm,
        votedFor,
        votesGranted: [...votesGranted],
        ...logEnd(state),
      };
      answer.requestVote(seen, request, candidate, electionOut(state, out), config);
    },
  };
}

/** A vote's effects, on a server that saves more than its vote. */
function electionOut(state: RaftState, out: RaftOut): RaftElectionOut {
  return {
    localTime: 0,
    send: (to, message) => {
      if (message.kind === "RequestVoteReply") out.send(to, message);
    },
    setTimer: (timer, after) => out.setTimer(timer, after),
    cancelTimer: (timer) => out.cancelTimer(timer),
    save({ currentTerm, votedFor }) {
      state.currentTerm = currentTerm;
      state.votedFor = votedFor;
      save(state, out);
    },
    choose: (options) => out.choose(options),
    guard: (name, condition) => out.guard(name, condition),
    invoke: (operation) => out.invoke(operation),
    complete: (result) => out.complete(result),
  };
}

/** Appends as the answer does, on logs whose entries it sees as texts. */
export function appendWith(answer: AppendEntriesAnswer): Pick<RaftHandlers, "appendEntries"> {
  return {
    appendEntries(state, request, leader, out, config) {
      const { term, prevLogIndex, prevLogTerm, entries, leaderCommit, round } = request;
      adoptHigherTerm(state, term, out, config);
      if (term === state.currentTerm) follow(state, leader, out, config);
      const mine = entriesFrom(state.log, 1);
      // Of entries that it has already, the server keeps its own.
      const entryOf = new Map([...entries, ...mine].map((entry) => [textOf(entry).command, entry]));
      const { currentTerm, commitIndex } = state;
      const before = { currentTerm, commitIndex, log: mine.map(textOf) };
      const asked = { term, prevLogIndex, prevLogTerm, entries: entries.map(textOf), leaderCommit };
      const { server, success } = answer.appendEntries(before, asked);
      if (success) {
        takeLog(
          state,
          server.log.map(({ command }) => entryOf.get(command)!),
          out,
        );
        commitUpTo(state, server.commitIndex, out, config);
      }
      const matchIndex = success ? prevLogIndex + entries.length : 0;
      const nextIndex = success ? matchIndex + 1 : Math.max(1, Math.min(prevLogIndex, lastIndex(state.log) + 1));
      out.send(leader, { kind: "AppendEntriesReply", term: state.currentTerm, success, matchIndex, nextIndex, round });
    },
  };
}

const texts = new WeakMap<Entry, LogEntry>();

/** An entry as the exercises know it. Two entries of one term with the same command are the same client's, twice. */
function textOf(entry: Entry): LogEntry {
  const known = texts.get(entry);
  if (known) return known;
  const text = { term: entry.term, command: canonical([entry.term, entry.command]) };
  texts.set(entry, text);
  return text;
}

/** Makes the log this one, and saves it if it was another. */
function takeLog(state: RaftState, wanted: readonly Entry[], out: RaftOut): void {
  let same = 0;
  while (same < wanted.length && wanted[same] === entryAt(state.log, same + 1)) same += 1;
  if (same === lastIndex(state.log) && same === wanted.length) return;
  state.log = sealed(truncateAfter(state.log, same));
  appendToLog(state, wanted.slice(same));
  save(state, out);
}

/** Counts as the answer does. */
export function commitWith(answer: AdvanceCommitAnswer): Pick<RaftHandlers, "advanceCommit"> {
  return {
    advanceCommit(state, out, config) {
      state.matchIndex[state.self] = lastIndex(state.log);
      const { self, currentTerm, commitIndex } = state;
      const matchIndex: { [server: NodeId]: number } = { ...state.matchIndex };
      const log = entriesFrom(state.log, 1).map(textOf);
      const members = [...state.members];
      const index = answer.advanceCommit({ self, members, currentTerm, log, commitIndex, matchIndex });
      if (index > commitIndex) commitUpTo(state, index, out, config);
    },
  };
}
