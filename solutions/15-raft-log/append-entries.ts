/**
 * The entries before and the new ones are looked at one by one, and the log is cut only where an entry *conflicts*:
 * same place, other term. A request that is late then changes nothing, because all that it brings is there already.
 *
 * `commitIndex` may go up to the last entry that this request has vouched for, and not to the end of the log: what
 * stands behind it may be left over from a leader that nobody remembers.
 */
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
    if (log.length < index) log = [...log, entry];
  });
  const vouchedFor = prevLogIndex + entries.length;
  const commitIndex = Math.max(server.commitIndex, Math.min(leaderCommit, vouchedFor));
  return { server: { ...follower, log, commitIndex }, success: true };
}
