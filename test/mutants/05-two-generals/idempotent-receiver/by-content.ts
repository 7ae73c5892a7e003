// Takes a row that is in the table already for a repeated request, so that two people who insert alike get one row.
// caught by: the same row may be asked for twice
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  if (!state.rows.includes(request.body)) state.rows.push(request.body);
  out.send(client, { kind: "Reply", id: request.id, result: state.rows.indexOf(request.body) + 1 });
}
