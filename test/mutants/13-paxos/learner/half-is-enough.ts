// Takes half for a majority.
// caught by: a majority under one ballot has chosen
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const voters = new Map<string, Set<NodeId>>();
  for (const { from, ballot, value } of heard) {
    const key = `${ballot.round} ${ballot.proposer}`;
    const known = voters.get(key) ?? new Set<NodeId>();
    voters.set(key, known.add(from));
    if (known.size * 2 >= acceptors.length) return { value };
  }
  return null;
}
