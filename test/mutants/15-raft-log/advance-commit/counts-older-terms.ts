// Counts replicas of an entry of an older term.
// caught by: entries of older terms are not counted
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  const { self, members, log, currentTerm, commitIndex, matchIndex } = leader;
  const indices = members.map((server) => (server === self ? log.length : (matchIndex[server] ?? 0)));
  const majority = Math.floor(members.length / 2) + 1;
  const index = indices.toSorted((left, right) => right - left)[majority - 1]!;
  const isOwn = log[index - 1] !== undefined && currentTerm > 0;
  return isOwn ? Math.max(commitIndex, index) : commitIndex;
}
