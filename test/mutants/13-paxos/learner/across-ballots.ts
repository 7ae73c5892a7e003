// Counts who accepted a value, under whatever ballot.
// caught by: one value under two ballots is not counted together
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const voters = new Map<string, Set<NodeId>>();
  for (const { from, ballot, value } of heard) {
    const key = JSON.stringify([value, ballot.round > 0]);
    const known = voters.get(key) ?? new Set<NodeId>();
    voters.set(key, known.add(from));
    if (known.size * 2 > acceptors.length) return { value };
  }
  return null;
}
