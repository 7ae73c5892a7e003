// Remembers the id without the client, though two clients may count alike.
// caught by: two clients may use the same id
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const key = String(request.id);
  if (!(key in state.memory)) {
    state.rows.push(request.body);
    state.memory[key] = state.rows.length;
  }
  out.send(client, { kind: "Reply", id: request.id, result: Number(state.memory[key]) });
}
