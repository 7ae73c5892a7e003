// Follows a refusal of a server that it does not ask any more.
// caught by: an old refusal changes nothing
import type { NodeId, RoutingTable } from "distlab";

export function serverFor(table: RoutingTable, slot: number): NodeId {
  return table.asks[table.slots[slot]!]!;
}

function shardAskedThrough(table: RoutingTable, server: NodeId): string | undefined {
  return Object.keys(table.servers).find((shard) => table.servers[shard]!.includes(server));
}

function asking(table: RoutingTable, shard: string, server: NodeId): RoutingTable {
  return { ...table, asks: { ...table.asks, [shard]: server } };
}

export function afterRefusal(table: RoutingTable, server: NodeId, leader: NodeId | null): RoutingTable {
  const shard = shardAskedThrough(table, server);
  if (shard === undefined || leader === null || !table.servers[shard]!.includes(leader)) return table;
  return asking(table, shard, leader);
}

export function afterSilence(table: RoutingTable, server: NodeId): RoutingTable {
  const shard = shardAskedThrough(table, server);
  if (shard === undefined) return table;
  const servers = table.servers[shard]!;
  return asking(table, shard, servers[(servers.indexOf(server) + 1) % servers.length]!);
}
