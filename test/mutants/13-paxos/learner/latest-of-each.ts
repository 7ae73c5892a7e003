// Keeps of each acceptor only what it has accepted last, as if that took back what it accepted before.
// caught by: in any order, and also when earlier ballots come late, or later ones early
import type { AcceptanceHeard, Data, NodeId } from "distlab";

const isAbove = (one: AcceptanceHeard, other: AcceptanceHeard): boolean =>
  one.ballot.round > other.ballot.round ||
  (one.ballot.round === other.ballot.round && one.ballot.proposer > other.ballot.proposer);

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const latest = new Map<NodeId, AcceptanceHeard>();
  for (const one of heard) {
    const known = latest.get(one.from);
    if (!known || isAbove(one, known)) latest.set(one.from, one);
  }
  for (const { ballot, value } of latest.values()) {
    const same = [...latest.values()].filter(
      (one) => one.ballot.round === ballot.round && one.ballot.proposer === ballot.proposer,
    );
    if (same.length * 2 > acceptors.length) return { value };
  }
  return null;
}
