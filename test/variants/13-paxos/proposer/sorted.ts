// Sorts what it was told and takes the last.
import type { Data, WaitingProposer } from "distlab";

export function proposal(proposer: WaitingProposer): { value: Data } | null {
  const id = (ballot: { round: number; proposer: string }): string => `${ballot.round}/${ballot.proposer}`;
  const byAcceptor = new Map(
    proposer.promises.filter(({ ballot }) => id(ballot) === id(proposer.ballot)).map((one) => [one.from, one] as const),
  );
  if (byAcceptor.size < Math.floor(proposer.acceptors.length / 2) + 1) return null;
  const told = proposer.promises.filter(
    ({ ballot, accepted }) => id(ballot) === id(proposer.ballot) && accepted !== null,
  );
  told.sort((left, right) => {
    const [one, other] = [left.accepted!.ballot, right.accepted!.ballot];
    return one.round - other.round || (one.proposer < other.proposer ? -1 : 1);
  });
  return { value: told.at(-1)?.accepted?.value ?? proposer.own };
}
