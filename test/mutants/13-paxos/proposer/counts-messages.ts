// Counts promises and not promisers.
// caught by: an acceptor that promises twice counts once
import type { AcceptedValue, Data, WaitingProposer } from "distlab";

export function proposal({ ballot, own, acceptors, promises }: WaitingProposer): { value: Data } | null {
  const mine = promises.filter((one) => one.ballot.round === ballot.round && one.ballot.proposer === ballot.proposer);
  if (mine.length * 2 <= acceptors.length) return null;
  let highest: AcceptedValue | null = null;
  for (const { accepted } of mine) {
    if (accepted !== null && (highest === null || isAbove(accepted, highest))) highest = accepted;
  }
  return { value: highest === null ? own : highest.value };
}

function isAbove(left: AcceptedValue, right: AcceptedValue): boolean {
  if (left.ballot.round !== right.ballot.round) return left.ballot.round > right.ballot.round;
  return left.ballot.proposer > right.ballot.proposer;
}
