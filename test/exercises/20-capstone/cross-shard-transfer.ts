/**
 * Money from one shard to another.
 *
 * Two-phase commit over groups is given: the shards lock, decide and finish, and the teller asks them, repeats what gets
 * no answer, waits for locks that are in the way, and tidies up after a crash. What it lacks is the order of things. You
 * are told how far a transfer has come, and say what comes next:
 *
 * - `fromLock`, `toLock`: what the shards have answered, `"granted"` or `"too little"`; `null` if they were not asked.
 * - `outcome`: what stands on record about this transfer; `null` if nobody has been asked.
 * - `fromFinished`, `toFinished`: whether the two accounts have been told, and are free again.
 *
 * A step is `{ do: "lock from" }` or `{ do: "lock to" }`, `{ do: "decide", outcome }` (which proposes an outcome; the
 * record answers what *it* says), `{ do: "finish from" }` or `{ do: "finish to" }`, `{ do: "answer", done }` (the
 * customer is told whether the money was moved, and that is the end), or `{ do: "begin again" }` (the same wish as a new
 * transaction, with nothing locked and nothing decided).
 *
 * The customer is told `false` only if there is too little money. Anybody who finds your lock in his way may have the
 * transfer aborted at any time before it is decided. A transfer takes five requests, when nothing is in its way.
 *
 * Try it: `npx distlab check 20-capstone/cross-shard-transfer`, or the button Check in the page.
 */
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  void transfer; // Your answer goes here, instead of these two lines.
  return { do: "answer", done: false };
}
