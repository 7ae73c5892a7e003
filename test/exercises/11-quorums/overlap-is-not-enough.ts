/**
 * Overlap is not enough.
 *
 * Three replicas, A, B and C; W = R = 2, so every read meets every write that has ended. Ann writes "lamp", once; Ben
 * reads twice. He asks all three each time, takes the first two answers, and repairs whoever is behind. Write down the
 * events by which his second read is older than his first. The same events must leave the ABD register unharmed.
 * Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "Ann", timer: "next" }`: Ann sends her write to A, B and C (and `Ben` his next question);
 * - `{ kind: "deliver", from: "Ann", to: "A", nth: 1 }`: the first message that Ann has sent to A arrives. Messages are
 *   counted on each link, whatever they say: a repair counts too.
 *
 * Try it: `npx distlab check 11-quorums/overlap-is-not-enough`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
