/**
 * The replica remembers each request that it has served, with what it replied.
 *
 * A request is known by its client *and* its id, because two clients may count alike. All of them are remembered, not
 * only the last: an old copy may still be under way. And a repeated request is answered again, since the first reply
 * may be what was lost.
 */
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(state: ReplicaTable, request: InsertRequest, client: NodeId, out: Out<InsertReply>): void {
  const key = `${client}/${request.id}`;
  let result = state.memory[key] as number | undefined;
  if (result === undefined) {
    state.rows.push(request.body);
    result = state.rows.length;
    // What was done and that it was done are noted in the same step: no other request comes in between.
    state.memory[key] = result;
  }
  out.send(client, { kind: "Reply", id: request.id, result });
}
