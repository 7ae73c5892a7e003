// Becomes more patient with everybody because of one.
// caught by: after a mistake this node may be silent for longer, at once, and that is saved
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  if (state.suspected.includes(from)) {
    state.suspected = state.suspected.filter((node) => node !== from);
    state.falseAlarms += 1;
    for (const node of Object.keys(state.timeoutsMs))
      state.timeoutsMs[node] = state.timeoutsMs[node]! + config.growthMs;
    out.save({ timeoutsMs: state.timeoutsMs });
  }
  const limit = state.timeoutsMs[from]!;
  out.setTimer(`silence of ${from}`, [limit, limit]);
}

export function silence(state: HeartbeatState, node: NodeId, _out: HeartbeatOut, _config: HeartbeatConfig): void {
  if (!state.suspected.includes(node)) state.suspected.push(node);
}
