/**
 * The replica that gets Bob once.
 *
 * Requests to insert a row arrive over a line that may lose messages, repeat them and mix up their order, and clients
 * ask again until they hear something. Write what the replica does with a request so that each row is inserted exactly
 * once, and so that every request gets its reply: the number of its row in the table.
 *
 * Two clients may use the same id for different requests. The replica does not crash (that is the next exercise).
 *
 * Try it: `npx distlab check 05-two-generals/idempotent-receiver`, or the button Check in the page.
 */
import type { InsertReply, InsertRequest, NodeId, Out, ReplicaTable } from "distlab";

export function receive(
  state: ReplicaTable, // { rows, memory }: change it in place
  request: InsertRequest, // { kind: "Call", id, body }: `body` is the row
  client: NodeId, // who asks
  out: Out<InsertReply>, // out.send(client, { kind: "Reply", id: …, result: … })
): void {
  void [state, request, client, out]; // Your answer goes here, instead of this line.
}
