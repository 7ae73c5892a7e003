// Forgets what it has counted when it hears of another ballot.
// caught by: one value under two ballots is not counted together
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const voters = new Map<string, Set<NodeId>>();
  for (const { from, ballot, value } of heard) {
    const key = `${ballot.round} ${ballot.proposer}`;
    if (!voters.has(key)) voters.clear();
    const known = voters.get(key) ?? new Set<NodeId>();
    voters.set(key, known.add(from));
    if (known.size * 2 > acceptors.length) return { value };
  }
  return null;
}
