// Takes the value of the first promise that tells of one.
// caught by: what was accepted under the highest ballot is proposed
import type { AcceptedValue, Data, WaitingProposer } from "distlab";

export function proposal({ ballot, own, acceptors, promises }: WaitingProposer): { value: Data } | null {
  const mine = promises.filter((one) => one.ballot.round === ballot.round && one.ballot.proposer === ballot.proposer);
  const promisers = new Set(mine.map(({ from }) => from));
  if (promisers.size * 2 <= acceptors.length) return null;
  let highest: AcceptedValue | null = null;
  for (const { accepted } of mine) {
    if (accepted !== null && highest === null) highest = accepted;
  }
  return { value: highest === null ? own : highest.value };
}

function isAbove(left: AcceptedValue, right: AcceptedValue): boolean {
  if (left.ballot.round !== right.ballot.round) return left.ballot.round > right.ballot.round;
  return left.ballot.proposer > right.ballot.proposer;
}
