// Moves the commit index step by step, and copies the log each time.
import type { AppendRequest, AppendResult, LogServer } from "distlab";

export function appendEntries(server: LogServer, request: AppendRequest): AppendResult {
  const isOld = request.term < server.currentTerm;
  const next: LogServer = { ...server, log: [...server.log], currentTerm: Math.max(server.currentTerm, request.term) };
  const previous = next.log[request.prevLogIndex - 1];
  if (isOld || (request.prevLogIndex > 0 && previous?.term !== request.prevLogTerm))
    return { server: next, success: false };
  let index = request.prevLogIndex;
  for (const entry of request.entries) {
    if (next.log[index]?.term !== entry.term) next.log.splice(index, next.log.length, entry);
    index += 1;
  }
  while (next.commitIndex < request.leaderCommit && next.commitIndex < index) next.commitIndex += 1;
  return { server: next, success: true };
}
