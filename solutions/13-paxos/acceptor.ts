/**
 * Both rules ask the same question: is a higher ballot promised? Accepting is a promise too, or a lower ballot could
 * still be accepted after it. What will be relied on is saved before it is said: the proposer counts on it.
 */
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
  if (promised !== null && isBelow(ballot, promised)) return out.send(proposer, { kind: "Refused", ballot, promised });
  acceptor.promised = ballot;
  acceptor.accepted = { ballot, value };
  out.save(acceptor);
  out.send(proposer, { kind: "Accepted", ballot, value });
}
