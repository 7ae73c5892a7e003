// Carries a value on only if a majority tells of it.
// caught by: what was accepted under the highest ballot is proposed
import type { AcceptedValue, Data, WaitingProposer } from "distlab";

export function proposal({ ballot, own, acceptors, promises }: WaitingProposer): { value: Data } | null {
  const mine = promises.filter((one) => one.ballot.round === ballot.round && one.ballot.proposer === ballot.proposer);
  const promisers = new Set(mine.map(({ from }) => from));
  if (promisers.size * 2 <= acceptors.length) return null;
  let highest: AcceptedValue | null = null;
  for (const { accepted } of mine) {
    if (accepted !== null && (highest === null || isAbove(accepted, highest))) highest = accepted;
  }
  const tell = mine.filter(({ accepted }) => accepted?.value === highest?.value).length;
  if (tell * 2 <= acceptors.length) return { value: own };
  return { value: highest === null ? own : highest.value };
}

function isAbove(left: AcceptedValue, right: AcceptedValue): boolean {
  if (left.ballot.round !== right.ballot.round) return left.ballot.round > right.ballot.round;
  return left.ballot.proposer > right.ballot.proposer;
}
