// Expects ids in order and drops a request that comes with another, so that a late copy gets no reply.
// caught by: a repeated request gets the same reply and changes nothing
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const next = Number(state.memory[client] ?? 0);
  if (request.id !== next) return;
  state.memory[client] = next + 1;
  state.rows.push(request.body);
  out.send(client, { kind: "Reply", id: request.id, result: state.rows.length });
}
