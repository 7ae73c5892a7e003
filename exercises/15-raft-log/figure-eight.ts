/**
 * Figure eight.
 *
 * Three servers, A, B and C; A leads term 1 and has its first entry, which nobody else has. In this cluster a leader
 * counts copies of *any* entry, also of an older term, and calls it committed when a majority has it. Write down what
 * has to happen for a committed entry to be missing from a later leader's log. The same events must leave a correct
 * cluster unharmed. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "B", timer: "election" }`: B's election timer fires;
 * - `{ kind: "deliver", from: "B", to: "C", nth: 1 }`: the first message that B has sent to C arrives. Messages may be
 *   delivered in any order, and need not be delivered at all.
 *
 * Try it: `npx distlab check 15-raft-log/figure-eight`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
