// Takes the suspect out in place, and replaces the limits.
import type { HeartbeatConfig, HeartbeatOut, HeartbeatState, NodeId } from "distlab";

export function heartbeat(state: HeartbeatState, from: NodeId, out: HeartbeatOut, { growthMs }: HeartbeatConfig): void {
  const at = state.suspected.indexOf(from);
  const limit = (state.timeoutsMs[from] ?? 0) + (at >= 0 ? growthMs : 0);
  out.setTimer(`silence of ${from}`, [limit, limit]);
  if (at < 0) return;
  state.suspected.splice(at, 1);
  state.falseAlarms++;
  state.timeoutsMs = { ...state.timeoutsMs, [from]: limit };
  out.save({ timeoutsMs: { ...state.timeoutsMs } });
}

export function silence(state: HeartbeatState, node: NodeId): void {
  state.suspected = [...new Set([...state.suspected, node])];
}
