// Inserts the row of every request that arrives, repeated or not.
// caught by: a repeated request gets the same reply and changes nothing
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  state.rows.push(request.body);
  out.send(client, { kind: "Reply", id: request.id, result: state.rows.length });
}
