/**
 * One timer too early.
 *
 * Three-phase commit with a coordinator C and two participants, P1 and P2, both of which vote yes. Make one *participant*
 * commit and the other abort. Nobody crashes and nothing is lost: all that you may do is to let a message arrive or a
 * timer fire. It must be the timers' fault: the same moves are played again with participants that wait for C once they
 * have voted, and those must not part. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "deliver", from: "C", to: "P1", nth: 1 }`: the first message that C has sent to P1 arrives. The others stay
 *   on their way, and a later one may arrive before an earlier one;
 * - `{ kind: "timer", node: "P1", timer: "silence" }`: a participant has not heard from its leader for too long;
 * - `{ kind: "timer", node: "C", timer: "replies" }`: a leader has waited long enough for replies. Who takes over is a
 *   leader too.
 *
 * Try it: `npx distlab check 17-two-and-three-phase-commit/three-phase-timeout`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
