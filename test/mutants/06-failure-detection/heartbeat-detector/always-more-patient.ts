// Grows the limit with each heartbeat, so that soon nobody is ever suspected.
// caught by: a heartbeat starts the wait for the next one, with that node's limit
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, config: HeartbeatConfig): void {
  if (state.suspected.includes(from)) {
    state.suspected = state.suspected.filter((node) => node !== from);
    state.falseAlarms += 1;
  }
  state.timeoutsMs[from] = state.timeoutsMs[from]! + config.growthMs;
  out.save({ timeoutsMs: state.timeoutsMs });
  const limit = state.timeoutsMs[from]!;
  out.setTimer(`silence of ${from}`, [limit, limit]);
}

export function silence(state: HeartbeatState, node: NodeId, _out: HeartbeatOut, _config: HeartbeatConfig): void {
  if (!state.suspected.includes(node)) state.suspected.push(node);
}
