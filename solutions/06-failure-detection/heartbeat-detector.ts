/**
 * The limit grows when a suspect is heard of, not when it is suspected: only then is the suspicion known to be false.
 * It grows before the timer is set, so that already the next silence may last longer.
 */
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  if (state.suspected.includes(from)) {
    state.suspected = state.suspected.filter((node) => node !== from);
    state.falseAlarms += 1;
    state.timeoutsMs[from] = state.timeoutsMs[from]! + config.growthMs;
    out.save({ timeoutsMs: state.timeoutsMs });
  }
  const limit = state.timeoutsMs[from]!;
  out.setTimer(`silence of ${from}`, [limit, limit]);
}

export function silence(state: HeartbeatState, node: NodeId, _out: HeartbeatOut, _config: HeartbeatConfig): void {
  if (!state.suspected.includes(node)) state.suspected.push(node);
}
