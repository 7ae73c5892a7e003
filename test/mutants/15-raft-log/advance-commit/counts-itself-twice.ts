// Adds itself to a count that it is already in.
// caught by: the leader counts once, as far as its log goes
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  const { self, members, log, currentTerm, commitIndex, matchIndex } = leader;
  const indices = members.map((server) => (server === self ? log.length : (matchIndex[server] ?? 0)));
  const majority = Math.floor(members.length / 2) + 1;
  const index = indices.toSorted((left, right) => right - left)[majority - 2]!;
  const isOwn = log[index - 1]?.term === currentTerm;
  return isOwn ? Math.max(commitIndex, index) : commitIndex;
}
