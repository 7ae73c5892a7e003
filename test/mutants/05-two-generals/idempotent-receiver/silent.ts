// A repeated request gets no reply.
// caught by: a repeated request gets the same reply and changes nothing
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const key = `${client}/${request.id}`;
  if (key in state.memory) return;
  state.rows.push(request.body);
  state.memory[key] = true;
  out.send(client, { kind: "Reply", id: request.id, result: state.rows.length });
}
