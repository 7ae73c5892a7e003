// Takes away the highest index again and again until a bare majority is left.
import type { CountingLeader } from "distlab";

export function advanceCommit({ self, members, log, matchIndex, currentTerm, commitIndex }: CountingLeader): number {
  const indices = [log.length, ...members.filter((name) => name !== self).map((name) => matchIndex[name] ?? 0)];
  indices.sort((left, right) => left - right);
  for (let taken = 0; taken < Math.floor(members.length / 2); taken++) indices.pop();
  const candidate = indices.at(-1) ?? 0;
  if (candidate <= commitIndex || log[candidate - 1]?.term !== currentTerm) return commitIndex;
  return candidate;
}
