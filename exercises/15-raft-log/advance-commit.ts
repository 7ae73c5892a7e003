/**
 * When is an entry committed?
 *
 * A leader knows how far each server's log agrees with its own: `matchIndex`. Its own number is in there too, but may be
 * out of date: the leader holds its whole log, whatever the number says. Return the leader's commit index now: the
 * highest one that is safe, and never less than what it has.
 *
 * Safe is what no later leader can lack. Section 5.4.2 of the Raft paper, and figure 8 in the chapter.
 *
 * Try it: `npx distlab check 15-raft-log/advance-commit`, or the button Check in the page.
 */
import type { CountingLeader } from "distlab";

export function advanceCommit(leader: CountingLeader): number {
  void leader;
  return -1; // Your answer goes here, instead of these lines.
}
