/**
 * The ABD register.
 *
 * One value on several replicas, linearizable as long as a majority answers. Values carry a tag, `{ number, writer }`,
 * ordered by number, then by the writer's name; the first tag is `{ number: 0, writer: "" }`. The sending, waiting and
 * counting is there already, and saves what must be saved. Three rules are missing:
 *
 * - `begin(operation, self, lastNumber)`: what client `self` does first with `{ kind: "read" }` or `{ kind: "write",
 *   value }`: `{ kind: "query" }` asks a majority for tag and value, `{ kind: "store", held: { tag, value } }` stores
 *   at a majority. `lastNumber` is the highest number that it has ever put into a tag.
 * - `afterQuery(operation, answers, self, lastNumber)`: a majority has answered with these. Either `{ kind: "store",
 *   held }`, after which a read returns `held.value`; or `{ kind: "return", value }`, at once.
 * - `keeps(held, offered)`: whether a replica that holds a value under the tag `held` takes one under `offered`.
 *
 * A client may crash in the middle of a write and come back with `lastNumber`; what it had sent may still arrive.
 *
 * Try it: `npx distlab check 11-quorums/abd-register`, or the button Check in the page.
 */
import type { AbdFirst, AbdNext, AbdOperation, AbdTag, AbdTagged, NodeId } from "distlab";

export function begin(operation: AbdOperation, self: NodeId, lastNumber: number): AbdFirst {
  void [operation, self, lastNumber];
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function afterQuery(operation: AbdOperation, answers: AbdTagged[], self: NodeId, lastNumber: number): AbdNext {
  void [operation, answers, self, lastNumber];
  throw new Error("not written yet"); // And here.
}

export function keeps(held: AbdTag, offered: AbdTag): boolean {
  void [held, offered];
  throw new Error("not written yet"); // And here.
}
