/**
 * Where an account lives: accounts fall into slots, slots belong to shards, a shard is a few servers of which one leads.
 *
 * Who leads is a guess that is corrected by answers and by silence; it may be wrong at any time and nothing but time is
 * lost. Which shard owns a slot must never be guessed.
 */
import type { NodeId } from "../../protocol";

/** What a client knows about the way. Plain data: the rules below return a new one. */
export type RoutingTable = {
  /** The shard that owns each slot. */
  readonly slots: readonly string[];
  readonly servers: { readonly [shard: string]: readonly NodeId[] };
  /** Which of a shard's servers to ask. */
  readonly asks: { readonly [shard: string]: NodeId };
};

/** The rules of a router that can be replaced. */
export interface RouterRules {
  /** Whom to ask about what is in this slot. */
  serverFor(table: RoutingTable, slot: number): NodeId;
  /** A server said that it does not lead, and who does as far as it knows. */
  afterRefusal(table: RoutingTable, server: NodeId, leader: NodeId | null): RoutingTable;
  /** A server was asked and did not answer in time. */
  afterSilence(table: RoutingTable, server: NodeId): RoutingTable;
}

function shardOf(table: RoutingTable, server: NodeId): string | undefined {
  return Object.keys(table.servers).find((shard) => table.servers[shard]!.includes(server));
}

function asking(table: RoutingTable, shard: string, server: NodeId): RoutingTable {
  return { ...table, asks: { ...table.asks, [shard]: server } };
}

/** The rules as they should be. */
export const routerRules: RouterRules = {
  serverFor: (table, slot) => table.asks[table.slots[slot]!]!,
  afterRefusal(table, server, leader) {
    const shard = shardOf(table, server);
    // What a server that is not asked any more says is old, and a leader is one of the shard's own.
    if (shard === undefined || table.asks[shard] !== server || leader === null) return table;
    return table.servers[shard]!.includes(leader) ? asking(table, shard, leader) : table;
  },
  afterSilence(table, server) {
    const shard = shardOf(table, server);
    if (shard === undefined || table.asks[shard] !== server) return table;
    const servers = table.servers[shard]!;
    return asking(table, shard, servers[(servers.indexOf(server) + 1) % servers.length]!);
  },
};
