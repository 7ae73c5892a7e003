// Asks of every message how many acceptors said the same under the same ballot.
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  const isSame = (left: AcceptanceHeard, right: AcceptanceHeard): boolean =>
    left.ballot.round === right.ballot.round && left.ballot.proposer === right.ballot.proposer;
  const winner = heard.find((one) => {
    const others = heard.filter((other) => isSame(one, other)).map(({ from }) => from);
    return new Set(others).size >= Math.floor(acceptors.length / 2) + 1;
  });
  return winner === undefined ? null : { value: winner.value };
}
