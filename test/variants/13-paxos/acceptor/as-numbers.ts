// Writes ballots as text that sorts as they do, and saves in one place.
import type { AcceptorOut, AcceptorReply, Ballot, Data, NodeId, PaxosAcceptor } from "distlab";

const rank = (ballot: Ballot | null): string =>
  ballot === null ? "" : String(ballot.round).padStart(9, "0") + ballot.proposer;

function answerWith(
  acceptor: PaxosAcceptor,
  change: Partial<PaxosAcceptor>,
  to: NodeId,
  reply: AcceptorReply,
  out: AcceptorOut,
): void {
  Object.assign(acceptor, change);
  out.save({ promised: acceptor.promised, accepted: acceptor.accepted });
  out.send(to, reply);
}

export function prepare(
  acceptor: PaxosAcceptor,
  request: { ballot: Ballot },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  if (rank(request.ballot) < rank(acceptor.promised)) return;
  const reply: AcceptorReply = { kind: "Promise", ballot: request.ballot, accepted: acceptor.accepted };
  answerWith(acceptor, { promised: request.ballot }, proposer, reply, out);
}

export function accept(
  acceptor: PaxosAcceptor,
  request: { ballot: Ballot; value: Data },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  if (rank(request.ballot) < rank(acceptor.promised)) return;
  const change = { promised: request.ballot, accepted: request };
  answerWith(acceptor, change, proposer, { kind: "Accepted", ...request }, out);
}
