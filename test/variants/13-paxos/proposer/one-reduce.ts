// Folds over the promises with what it knows so far.
import type { AcceptedValue, Data, WaitingProposer } from "distlab";

export function proposal({ ballot, own, acceptors, promises }: WaitingProposer): { value: Data } | null {
  const heard: Record<string, boolean> = {};
  let best: AcceptedValue = { ballot: { round: -1, proposer: "" }, value: own };
  for (const one of promises) {
    if (JSON.stringify([one.ballot.round, one.ballot.proposer]) !== JSON.stringify([ballot.round, ballot.proposer]))
      continue;
    heard[one.from] = true;
    if (one.accepted === null) continue;
    const { round, proposer } = one.accepted.ballot;
    if (round > best.ballot.round || (round === best.ballot.round && proposer > best.ballot.proposer))
      best = one.accepted;
  }
  const majority = (acceptors.length + 2) >> 1;
  return Object.keys(heard).length >= majority ? { value: best.value } : null;
}
