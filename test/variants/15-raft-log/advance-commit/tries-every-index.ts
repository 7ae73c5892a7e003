// Counts holders for each index, from the end.
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  for (let index = leader.log.length; index > leader.commitIndex; index--) {
    if (leader.log[index - 1]!.term !== leader.currentTerm) break;
    const others = leader.members.filter((name) => name !== leader.self && (leader.matchIndex[name] ?? 0) >= index);
    if ((others.length + 1) * 2 > leader.members.length) return index;
  }
  return leader.commitIndex;
}
