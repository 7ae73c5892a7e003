// Remembers only the last id of each client, so that a late copy of an older request is inserted again.
// caught by: whatever is lost or repeated on the way, no row is inserted twice
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const last = state.memory[client] as { id: number; result: number } | undefined;
  if (last?.id === request.id) return out.send(client, { kind: "Reply", id: request.id, result: last.result });
  state.rows.push(request.body);
  state.memory[client] = { id: request.id, result: state.rows.length };
  out.send(client, { kind: "Reply", id: request.id, result: state.rows.length });
}
