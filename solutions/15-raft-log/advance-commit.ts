/**
 * The servers' indices in order: the one in the middle is on a majority. It is committed only if it is an entry of the
 * leader's own term; then all before it are too, whatever their terms.
 */
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  const { self, members, log, currentTerm, commitIndex, matchIndex } = leader;
  const indices = members.map((server) => (server === self ? log.length : (matchIndex[server] ?? 0)));
  const majority = Math.floor(members.length / 2) + 1;
  const index = indices.toSorted((left, right) => right - left)[majority - 1]!;
  const isOwn = log[index - 1]?.term === currentTerm;
  return isOwn ? Math.max(commitIndex, index) : commitIndex;
}
