// Takes half of the servers for a majority.
// caught by: half of an even number is no majority
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  const { self, members, log, currentTerm, commitIndex, matchIndex } = leader;
  const indices = members.map((server) => (server === self ? log.length : (matchIndex[server] ?? 0)));
  const majority = Math.ceil(members.length / 2);
  const index = indices.toSorted((left, right) => right - left)[majority - 1]!;
  const isOwn = log[index - 1]?.term === currentTerm;
  return isOwn ? Math.max(commitIndex, index) : commitIndex;
}
