// Where a refusal names nobody, or somebody unknown, it tries the next server of the shard.
import type { NodeId, RoutingTable } from "distlab";

export function serverFor(table: RoutingTable, slot: number): NodeId {
  return table.asks[table.slots[slot]!]!;
}

function shardAskedThrough(table: RoutingTable, server: NodeId): string | undefined {
  return Object.keys(table.asks).find((shard) => table.asks[shard] === server);
}

function asking(table: RoutingTable, shard: string, server: NodeId): RoutingTable {
  return { ...table, asks: { ...table.asks, [shard]: server } };
}

export function afterRefusal(table: RoutingTable, server: NodeId, leader: NodeId | null): RoutingTable {
  const shard = shardAskedThrough(table, server);
  if (shard === undefined) return table;
  const servers = table.servers[shard]!;
  const next = servers[(servers.indexOf(server) + 1) % servers.length]!;
  return asking(table, shard, leader !== null && servers.includes(leader) ? leader : next);
}

export function afterSilence(table: RoutingTable, server: NodeId): RoutingTable {
  const shard = shardAskedThrough(table, server);
  if (shard === undefined) return table;
  const servers = table.servers[shard]!;
  return asking(table, shard, servers[(servers.indexOf(server) + 1) % servers.length]!);
}
