/**
 * Half is not a majority.
 *
 * Four servers elect a leader with Raft's rules and one mistake: a candidate is content with *two* votes of four, its own
 * among them. A cable is cut: A and B hear each other, C and D hear each other, and nothing crosses. Write down what has
 * to happen for two of them to lead at once, in the same term. The same events must leave four servers unharmed that
 * ask for a majority. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "A", timer: "election" }`: A stands for election, in the next term, and asks all others;
 * - `{ kind: "deliver", from: "A", to: "B", nth: 1 }`: the first message that A has sent to B arrives. Its reply is a
 *   message from B to A.
 *
 * Try it: `npx distlab check 12-leader-election/split-brain`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
