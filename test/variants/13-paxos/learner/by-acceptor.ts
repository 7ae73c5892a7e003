// Asks for each acceptor in turn whether it has been heard, ballot by ballot.
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const ballots = [...new Set(heard.map(({ ballot }) => JSON.stringify([ballot.round, ballot.proposer])))];
  for (const ballot of ballots) {
    const under = heard.filter((one) => JSON.stringify([one.ballot.round, one.ballot.proposer]) === ballot);
    const missing = acceptors.filter((name) => !under.some(({ from }) => from === name)).length;
    if (missing < acceptors.length / 2) return { value: under[0]!.value };
  }
  return null;
}
