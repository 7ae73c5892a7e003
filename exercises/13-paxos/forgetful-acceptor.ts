/**
 * The acceptor that forgets.
 *
 * Three nodes, A, B and C, are acceptors; A proposes Ann and C proposes Bob, once each; A and C learn. Their disks are
 * broken: whatever is saved is lost in a crash. Write down what has to happen for two values to be chosen. The same
 * events must leave a group with working disks unharmed. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "A", timer: "propose" }`: A begins its ballot, and sends Prepare to A, B and C;
 * - `{ kind: "deliver", from: "A", to: "B", nth: 1 }`: the first message that A has sent to B arrives. A node sends
 *   messages to itself too, and they have to be delivered like all others;
 * - `{ kind: "crash", node: "B" }` and `{ kind: "restart", node: "B" }`.
 *
 * Try it: `npx distlab check 13-paxos/forgetful-acceptor`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
