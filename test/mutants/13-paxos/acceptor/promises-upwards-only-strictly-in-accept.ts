// Accepts only what is above its promise, so that nobody's promise is ever of use.
// caught by: nothing is accepted below the promise
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
  out.save(acceptor);
  out.send(proposer, { kind: "Promise", ballot, accepted });
}

export function accept(
  acceptor: PaxosAcceptor,
  { ballot, value }: { ballot: Ballot; value: Data },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  const { promised } = acceptor;
  if (promised !== null && !isBelow(promised, ballot)) return out.send(proposer, { kind: "Refused", ballot, promised });
  acceptor.promised = ballot;
  acceptor.accepted = { ballot, value };
  out.save(acceptor);
  out.send(proposer, { kind: "Accepted", ballot, value });
}
