/**
 * The proposer's choice.
 *
 * A proposer has asked all `acceptors` to promise its `ballot`; `own` is the value that it would like. Given the
 * `promises` that it has heard so far, say what it proposes: `{ value }`, or `null` as long as it must wait. A promise
 * is `{ from, ballot, accepted }`: who gave it, for which ballot, and what was accepted before, `{ ballot, value }` or
 * `null`. A ballot is `{ round, proposer }`, ordered by round, then by name.
 *
 * Messages may come twice, and late ones may belong to another ballot. The rule is in the chapter: "Two phases".
 *
 * Try it: `npx distlab check 13-paxos/proposer`, or the button Check in the page.
 */
import type { Data, WaitingProposer } from "distlab";

export function proposal(proposer: WaitingProposer): { value: Data } | null {
  void proposer;
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}
