/**
 * A stale read.
 *
 * Three replicas, A, B and C; A is the primary and takes the write; B and C copy. Ann writes "red" at A, once, and is
 * told when it is done; Ben reads once, at C. The store is asynchronous: A tells Ann at once. Write down the events by
 * which Ben reads what Ann's write had already replaced. The same events must leave a store unharmed in which A waits
 * for all its backups before it tells Ann. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "Ann", timer: "next" }`: Ann sends her request to A (and `Ben` his to C);
 * - `{ kind: "deliver", from: "Ann", to: "A", nth: 1 }`: the first message that Ann has sent to A arrives.
 *
 * Try it: `npx distlab check 10-cap/stale-read`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
