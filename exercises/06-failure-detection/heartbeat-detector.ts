/**
 * The detector that learns from its mistakes.
 *
 * Heartbeats are sent by the course. Write what happens when one comes, and when none comes:
 *
 * - `silence`: the timer `silence of ${node}` has fired. Suspect `node` (`state.suspected`).
 * - `heartbeat`: `from` lives. Wait for its next one: `out.setTimer(`silence of ${from}`, [limit, limit])`, with its
 *   limit in `state.timeoutsMs`. If it was suspected, that was a mistake: trust it again, count it in
 *   `state.falseAlarms`, be `config.growthMs` more patient with *this* node from now on, and
 *   `out.save({ timeoutsMs: state.timeoutsMs })`, so that a restart does not unlearn it.
 *
 * Try it: `npx distlab check 06-failure-detection/heartbeat-detector`, or the button Check in the page.
 */
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  void [state, from, out, config]; // Your answer goes here, instead of this line.
}

export function silence(state: HeartbeatState, node: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  void [state, node, out, config]; // And here.
}
