/**
 * A write that two machines had.
 *
 * Three replicas, A, B and C, semi-synchronous: A is the primary, and Ann is told that her write is done as soon as one
 * backup has it too. At some time an operator makes C the primary. Write down the events after which a write that Ann was
 * told is done is missing at the newest primary. The same events must leave a synchronous store unharmed. Shorter is
 * better.
 *
 * A move is one of
 * - `{ kind: "timer", node: "Ann", timer: "next" }`: Ann sends her write to A;
 * - `{ kind: "timer", node: "C", timer: "promote-2" }`: the operator's command reaches C;
 * - `{ kind: "deliver", from: "A", to: "B", nth: 1 }`: the first message that A has sent to B arrives.
 *
 * Try it: `npx distlab check 08-replication/lost-write`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const schedule: Move[] = [];
