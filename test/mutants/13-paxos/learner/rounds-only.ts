// Takes ballots of one round for the same.
// caught by: one value under two ballots is not counted together
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const voters = new Map<string, Set<NodeId>>();
  for (const { from, ballot, value } of heard) {
    const key = String(ballot.round);
    const known = voters.get(key) ?? new Set<NodeId>();
    voters.set(key, known.add(from));
    if (known.size * 2 > acceptors.length) return { value };
  }
  return null;
}
