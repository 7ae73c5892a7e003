// Appends to the log that was passed in, instead of to a copy of it.
// caught by: new entries are appended after the one before
import type { AppendRequest, AppendResult, LogServer } from "distlab";

export function appendEntries(server: LogServer, request: AppendRequest): AppendResult {
  const { term, prevLogIndex, prevLogTerm, entries, leaderCommit } = request;
  if (term < server.currentTerm) return { server, success: false };
  const follower = { ...server, currentTerm: term };
  const agrees = prevLogIndex === 0 || server.log[prevLogIndex - 1]?.term === prevLogTerm;
  if (!agrees) return { server: follower, success: false };

  let log = server.log;
  entries.forEach((entry, place) => {
    const index = prevLogIndex + 1 + place;
    const conflicts = log[index - 1] !== undefined && log[index - 1]!.term !== entry.term;
    if (conflicts) log = log.slice(0, index - 1);
    if (log.length < index) (log as (typeof entry)[]).push(entry);
  });
  const vouchedFor = prevLogIndex + entries.length;
  const commitIndex = Math.max(server.commitIndex, Math.min(leaderCommit, vouchedFor));
  return { server: { ...follower, log, commitIndex }, success: true };
}
