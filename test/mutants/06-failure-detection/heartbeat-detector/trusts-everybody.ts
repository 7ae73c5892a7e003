// Takes one heartbeat for a sign that everybody lives.
// caught by: a suspect that is heard of is trusted again, and the mistake is counted
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  if (state.suspected.includes(from)) {
    state.suspected = [];
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
