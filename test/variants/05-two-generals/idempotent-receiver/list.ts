// A list of what was served, searched from its end.
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const log = (state.memory["log"] ?? []) as { client: string; id: number }[];
  const place = log.findLastIndex((one) => one.client === client && one.id === request.id);
  if (place < 0) {
    state.memory["log"] = [...log, { client, id: request.id }];
    state.rows.push(request.body);
  }
  const result = place < 0 ? state.rows.length : place + 1;
  out.send(client, { kind: "Reply", id: request.id, result });
}
