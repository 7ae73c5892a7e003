/**
 * The learner.
 *
 * It hears from acceptors what they have accepted, and under which ballot: `heard` is all that it has heard so far, a
 * list of `{ from, ballot, value }`, and `acceptors` are all that there are. A ballot is `{ round, proposer }`. Messages
 * may come late, twice and in any order. Return the chosen value, `{ value }`, once it is certain; until then `null`.
 *
 * Try it: `npx distlab check 13-paxos/learner`, or the button Check in the page.
 */
import type { AcceptanceHeard, Data, NodeId } from "distlab";

export function chosen(acceptors: NodeId[], heard: AcceptanceHeard[]): { value: Data } | null {
  void [acceptors, heard];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}
