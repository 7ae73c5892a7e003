// Keeps its promise in memory only.
// caught by: a promise tells what was accepted, and is saved before it is given
import type { AcceptorOut, Ballot, Data, NodeId, PaxosAcceptor } from "distlab";

function isBelow(left: Ballot, right: Ballot): boolean {
  return left.round < right.round || (left.round === right.round && left.proposer < right.proposer);
}

export function prepare(
  acceptor: PaxosAcceptor,
  { ballot }: { ballot: Ballot },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  const { promised, accepted } = acceptor;
  if (promised !== null && isBelow(ballot, promised)) return out.send(proposer, { kind: "Refused", ballot, promised });
  acceptor.promised = ballot;
  out.send(proposer, { kind: "Promise", ballot, accepted });
}

export function accept(
  acceptor: PaxosAcceptor,
  { ballot, value }: { ballot: Ballot; value: Data },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  const { promised } = acceptor;
  if (promised !== null && isBelow(ballot, promised)) return out.send(proposer, { kind: "Refused", ballot, promised });
  acceptor.promised = ballot;
  acceptor.accepted = { ballot, value };
  out.save(acceptor);
  out.send(proposer, { kind: "Accepted", ballot, value });
}
