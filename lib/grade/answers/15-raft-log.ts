/** What answers to the exercises of chapter 15 look like. */
import type { Data } from "../../data";
import type { Command, Machine } from "../../protocols/raft/key-value";
import type { Move } from "../../seeds";

/** One entry of a log: the term of the leader that wrote it, and what it asks for. */
export type LogEntry = { term: number; command: string };

/** A server, as far as its log is concerned. Entry 1 is `log[0]`. */
export type LogServer = { currentTerm: number; log: LogEntry[]; commitIndex: number };

/** A leader's entries, those after `prevLogIndex`. */
export type AppendRequest = {
  term: number;
  prevLogIndex: number;
  prevLogTerm: number;
  entries: LogEntry[];
  leaderCommit: number;
};

/** The server afterwards, and whether its log agrees now with the leader's as far as the request goes. */
export type AppendResult = { server: LogServer; success: boolean };

/** An answer to `15-raft-log/append-entries`. */
export interface AppendEntriesAnswer {
  appendEntries(server: LogServer, request: AppendRequest): AppendResult;
}

/** A leader that counts. `matchIndex` says how far each server's log agrees, its own too. */
export type CountingLeader = {
  self: string;
  members: string[];
  currentTerm: number;
  log: LogEntry[];
  commitIndex: number;
  matchIndex: { [server: string]: number };
};

/** An answer to `15-raft-log/advance-commit`. */
export interface AdvanceCommitAnswer {
  /** The leader's commit index now. */
  advanceCommit(leader: CountingLeader): number;
}

/** When a leader answers a read. */
export type ReadRule = "from its memory, at once" | "when a majority has confirmed that it leads" | "through the log";

/** An answer to `15-raft-log/raft-key-value`. */
export interface RaftKeyValueAnswer {
  /** Carries out a committed command: changes the machine, returns the client's result. */
  apply(machine: Machine, command: Command): Data;
  readonly reads: ReadRule;
}

/** An answer to `15-raft-log/figure-eight`. */
export interface FigureEight {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
