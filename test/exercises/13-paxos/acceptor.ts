/**
 * The acceptor.
 *
 * It holds `promised`, the highest ballot that it has promised (or `null`), and `accepted`, what it has accepted last
 * and under which ballot (or `null`). A ballot is `{ round, proposer }`, ordered by round, then by name.
 *
 * - `prepare`: unless a higher ballot is promised, promise this one, save, and answer
 *   `{ kind: "Promise", ballot, accepted }`, with what was accepted before.
 * - `accept`: unless a higher ballot is promised, accept the value, save, and answer `{ kind: "Accepted", ballot, value }`.
 *
 * Save with `out.save(acceptor)`, answer with `out.send(proposer, …)`. Who is refused may be told so, with `{ kind:
 * "Refused", ballot, promised }`, or be left without an answer: both are right.
 *
 * Try it: `npx distlab check 13-paxos/acceptor`, or the button Check in the page.
 */
import type { AcceptorOut, Ballot, Data, NodeId, PaxosAcceptor } from "distlab";

export function prepare(
  acceptor: PaxosAcceptor,
  request: { ballot: Ballot },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  void [acceptor, request, proposer, out]; // Your answer goes here, instead of this line.
}

export function accept(
  acceptor: PaxosAcceptor,
  request: { ballot: Ballot; value: Data },
  proposer: NodeId,
  out: AcceptorOut,
): void {
  void [acceptor, request, proposer, out]; // And here.
}
