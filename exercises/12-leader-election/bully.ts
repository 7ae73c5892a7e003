/**
 * The bully.
 *
 * The highest node that is alive is to lead. `members` are all nodes in ascending order. `state` is
 * `{ self, phase, coordinator }`, where the phase is "idle", "waiting for answers" or "waiting for the coordinator", and
 * the coordinator is `null` as long as none is known.
 *
 * Messages are `{ kind: "Election" }` (is anybody above me there?), `{ kind: "Answer" }` (I am, leave it to me) and
 * `{ kind: "Coordinator" }` (I lead). They arrive within 50 ms, and whoever is alive answers at once; so you may take
 * whoever has not answered within 100 ms for dead. Set timers with `out.setTimer("answer", [100, 100])`; there is
 * "coordinator" too, for those who have been answered and wait for the announcement, 300 ms. A timer that is set again
 * begins again, and `out.cancelTimer` takes it back.
 *
 * - `heard` is called for every message.
 * - `timedOut` is called when a timer fires; "begin" fires at a node that misses its coordinator.
 *
 * A node may crash at any moment, and stays down. An election must not hang because of that. Be frugal: when the lowest of
 * four begins and all are alive, fifteen messages are enough. A coordinator that is asked need only say again who it is.
 *
 * Try it: `npx distlab check 12-leader-election/bully`, or the button Check in the page.
 */
import type { BullyMessage, BullyRulesOut, BullyState, NodeId } from "distlab";

export function heard(
  state: BullyState,
  message: BullyMessage,
  from: NodeId,
  members: NodeId[],
  out: BullyRulesOut,
): void {
  void [state, message, from, members, out]; // Your answer goes here, instead of this line.
}

export function timedOut(
  state: BullyState,
  timer: "begin" | "answer" | "coordinator",
  members: NodeId[],
  out: BullyRulesOut,
): void {
  void [state, timer, members, out]; // And here.
}
