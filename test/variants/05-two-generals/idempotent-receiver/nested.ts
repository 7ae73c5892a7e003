// A record of results for each client, and a message more than needed: the reply is sent twice.
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const served = { ...(state.memory[client] as { [id: string]: number } | undefined) };
  const id = `#${request.id}`;
  if (served[id] === undefined) {
    served[id] = state.rows.length + 1;
    state.memory[client] = served;
    state.rows = [...state.rows, request.body];
  }
  out.send(client, { kind: "Reply", id: request.id, result: served[id] ?? 0 });
  out.send(client, { kind: "Reply", id: request.id, result: served[id] ?? 0 });
}
