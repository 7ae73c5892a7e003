/**
 * My own writes, and never back in time.
 *
 * Copies of a log answer reads; each is only so far. A client talks to any of them. Write what it remembers, so that it
 * - always sees what it has written itself (*read your writes*), and
 * - never sees an older state than one it has seen before (*monotonic reads*),
 * and refuses no copy without need.
 *
 * `createSession()` makes the memory of one client. `wrote(position)` and `read(position)` tell it what has happened;
 * `accepts(position)` says whether a copy that is so far may answer the next read. Answers may come out of order.
 *
 * Try it: `npx distlab check 08-replication/session-guarantees`, or the button Check in the page.
 */
import type { ClientSession } from "distlab";

export function createSession(): ClientSession {
  return {
    wrote: () => undefined,
    read: () => undefined,
    accepts(position) {
      void position;
      throw new Error("not written yet"); // Your answer goes here, instead of these lines.
    },
  };
}
