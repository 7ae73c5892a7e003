/**
 * Two leaders in one term.
 *
 * Here is a cluster of three, A, B and C, whose servers give their vote without saving it. Write down what has to happen
 * for two of them to lead the *same* term. The same events must leave a correct cluster unharmed, so that it is the
 * mistake that you have found and nothing else. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "A", timer: "election" }`: A's election timer fires;
 * - `{ kind: "deliver", from: "A", to: "B", nth: 1 }`: the first message that A has sent to B arrives;
 * - `{ kind: "crash", node: "B" }` and `{ kind: "restart", node: "B" }`, with what it had saved.
 *
 * Try it: `npx distlab check 14-raft-election/two-leaders`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
