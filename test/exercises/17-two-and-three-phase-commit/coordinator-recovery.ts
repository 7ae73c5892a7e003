/**
 * The coordinator wakes up.
 *
 * A coordinator of two-phase commit keeps a log of many transactions. Its lines, oldest first:
 * - `{ kind: "begun", transaction, participants }`, saved before anybody was asked to prepare;
 * - `{ kind: "commit", transaction }` or `{ kind: "abort", transaction }`, saved before anybody was told;
 * - `{ kind: "acknowledged", transaction, by }`: this participant has the outcome on its disk;
 * - `{ kind: "ended", transaction }`: all have. Old transactions that have ended are cut off the log now and then.
 *
 * It crashed, and boots with this log and nothing else: whatever it had heard from participants is lost.
 *
 * - `recover(log)` returns `{ save, tell }`: the lines that it appends to its log first, and the messages
 *   `{ to, transaction, outcome }` that it sends then, in any order. Every participant that may be waiting must be told,
 *   once, and nobody who has acknowledged.
 * - `inquired(log, transaction)` is its answer to a participant that asks after the recovery. Whatever it has once told
 *   anybody, it must say again.
 *
 * Try it: `npx distlab check 17-two-and-three-phase-commit/coordinator-recovery`, or the button Check in the page.
 */
import type { CoordinatorRecord, ToldOutcome } from "distlab";

export function recover(log: CoordinatorRecord[]): { save: CoordinatorRecord[]; tell: ToldOutcome[] } {
  void log;
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function inquired(log: CoordinatorRecord[], transaction: string): "commit" | "abort" {
  void [log, transaction];
  throw new Error("not written yet"); // And here.
}
