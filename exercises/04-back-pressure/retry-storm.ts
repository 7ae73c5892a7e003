/**
 * A storm in a teacup.
 *
 * Ann's program asks a server (`Ask`, attempt 1). Whenever her timer "patience" fires before she has her answer, she asks
 * again, with the next attempt's number, three times more at the most; an answer to an earlier attempt comes too late and
 * is thrown away. The server puts what it is asked into a queue without a bound. Each time its timer "work" fires it has
 * done the oldest job and sends the `Answer`.
 *
 * Write down a run in which the server does three jobs and **all three answers come too late**. Nothing is lost and nobody
 * crashes; a standstill is merely a timer that fires late. The same events must do no such harm with a server that forgets
 * an attempt when it hears of a newer one, so it will not do to blame the network. Shorter is better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "ann", timer: "patience" }`: Ann asks again;
 * - `{ kind: "timer", node: "server", timer: "work" }`: the server has done its oldest job;
 * - `{ kind: "deliver", from: "ann", to: "server", nth: 1 }`: the first message that Ann has sent to the server arrives
 *   (`nth` counts from the beginning of the run); with `from` and `to` exchanged, the server's first answer does.
 *
 * Try it: `npx distlab check 04-back-pressure/retry-storm`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
