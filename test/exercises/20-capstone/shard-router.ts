/**
 * Where does an account live?
 *
 * A teller's table says which shard owns a slot (`slots`), which servers a shard has (`servers`), and which of them the
 * teller asks at present (`asks`), because it believes that it leads. Three rules; each gets a table, and the last two
 * return the table as it is from now on:
 *
 * - `serverFor`: whom to ask about what is in this slot.
 * - `afterRefusal`: `server` has said that it does not lead its shard, and that `leader` does, as far as it knows
 *   (`null`: it does not know). The message may be old, and what it says may be wrong.
 * - `afterSilence`: `server` was asked and did not answer in time. Ask another of its shard next time; if that is silent
 *   too, another again, until all have been asked.
 *
 * Who leads is a guess, and a wrong guess costs only time. A request that is sent to the wrong *shard* costs more.
 *
 * Try it: `npx distlab check 20-capstone/shard-router`, or the button Check in the page.
 */
import type { NodeId, RoutingTable } from "distlab";

export function serverFor(table: RoutingTable, slot: number): NodeId {
  void [table, slot]; // Your answer goes here, instead of these two lines.
  return "";
}

export function afterRefusal(table: RoutingTable, server: NodeId, leader: NodeId | null): RoutingTable {
  void [server, leader]; // And here.
  return table;
}

export function afterSilence(table: RoutingTable, server: NodeId): RoutingTable {
  void server; // And here.
  return table;
}
