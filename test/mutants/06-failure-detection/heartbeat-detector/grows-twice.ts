// Grows the limit when it suspects, and once more when the suspect is heard of.
// caught by: after a mistake this node may be silent for longer, at once, and that is saved
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

export function silence(state: HeartbeatState, node: NodeId, _out: HeartbeatOut, config: HeartbeatConfig): void {
  state.timeoutsMs[node] = state.timeoutsMs[node]! + config.growthMs;
  if (!state.suspected.includes(node)) state.suspected.push(node);
}
