// Counts rows from 0.
// caught by: a request is performed and answered
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const key = `${client}/${request.id}`;
  if (!(key in state.memory)) {
    state.memory[key] = state.rows.length;
    state.rows.push(request.body);
  }
  out.send(client, { kind: "Reply", id: request.id, result: Number(state.memory[key]) });
}
