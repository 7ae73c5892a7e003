// Looks for the first place that differs, then joins two stretches of the logs.
import type { AppendRequest, AppendResult, LogServer } from "distlab";

export function appendEntries(server: LogServer, request: AppendRequest): AppendResult {
  if (request.term < server.currentTerm) return { server, success: false };
  const { prevLogIndex, entries } = request;
  const before = prevLogIndex === 0 ? 0 : server.log[prevLogIndex - 1]?.term;
  if (before !== (prevLogIndex === 0 ? 0 : request.prevLogTerm)) {
    return { server: { ...server, currentTerm: request.term }, success: false };
  }
  const first = entries.findIndex((entry, place) => server.log[prevLogIndex + place]?.term !== entry.term);
  const log = first < 0 ? server.log : [...server.log.slice(0, prevLogIndex + first), ...entries.slice(first)];
  const commitIndex = Math.max(server.commitIndex, Math.min(request.leaderCommit, prevLogIndex + entries.length));
  return { server: { currentTerm: request.term, log, commitIndex }, success: true };
}
