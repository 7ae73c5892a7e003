// Moves one entry forward only, though more is safe.
// caught by: what a majority of five holds is committed
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  const { self, members, log, currentTerm, commitIndex, matchIndex } = leader;
  const indices = members.map((server) => (server === self ? log.length : (matchIndex[server] ?? 0)));
  const majority = Math.floor(members.length / 2) + 1;
  const index = indices.toSorted((left, right) => right - left)[majority - 1]!;
  const isOwn = log[index - 1]?.term === currentTerm;
  return isOwn ? Math.min(commitIndex + 1, index) : commitIndex;
}
