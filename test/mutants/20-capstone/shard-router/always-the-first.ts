// Asks the first server of the shard, whatever it has learnt since.
// caught by: asks the shard that owns the slot, through the server that is believed to lead it
import type { NodeId, RoutingTable } from "distlab";

export function serverFor(table: RoutingTable, slot: number): NodeId {
  return table.servers[table.slots[slot]!]![0]!;
}

function shardAskedThrough(table: RoutingTable, server: NodeId): string | undefined {
  return Object.keys(table.asks).find((shard) => table.asks[shard] === server);
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
