/**
 * An hour in the life of a Raft cluster: seven servers, ten clients that ask for a hundred operations a second in all,
 * and something breaks every ten seconds. A test judges what the clients saw; a benchmark takes the time.
 */
import { raft } from "../../lib/protocols/raft";
import { raftClient } from "../../lib/protocols/raft-client";
import { crash, partition, pause, simulate } from "../../lib/sim";
import type { Run } from "../../lib/sim";
import type { AnyProtocol, Fault, KeyValueOperation, NodeId } from "distlab";

const hourMs = 3_600_000;
const server = raft({ members: 7, snapshotAfter: 1000, preVote: true });
const servers = server.members!;
const clients = Array.from({ length: 10 }, (_, index) => `client${index + 1}`);

/** One in three writes, forty keys, every value once. */
function operationsOf(client: number): readonly KeyValueOperation[] {
  return Array.from({ length: hourMs / 80 }, (_, index): KeyValueOperation => {
    if (index % 3 !== 0) return { kind: "get", key: `k${(index + client * 7) % 40}` };
    return { kind: "put", key: `k${(index + client) % 40}`, value: client * 1_000_000 + index };
  });
}

function clusterAndClients(): { readonly [node: NodeId]: AnyProtocol } {
  const nodes: Record<NodeId, unknown> = Object.fromEntries(servers.map((name) => [name, server]));
  clients.forEach((name, index) => {
    nodes[name] = raftClient({ servers, operations: operationsOf(index + 1), pauseMs: [35, 105], attempts: 20 });
  });
  return nodes as { readonly [node: NodeId]: AnyProtocol };
}

/** By turns: the leader dies, three servers are cut off, any server dies, any server stands still. */
function troubles(): readonly Fault[] {
  return Array.from({ length: hourMs / 10_000 - 1 }, (_, turn): Fault => {
    const atMs = (turn + 1) * 10_000;
    const alone = [0, 1, 2].map((step) => servers[(turn + step) % servers.length]!);
    const others = [...servers.filter((name) => !alone.includes(name)), ...clients];
    switch (turn % 4) {
      case 0:
        return crash("leader", { atMs, restartAtMs: atMs + 2000 });
      case 1:
        return partition([alone, others], { atMs, healAtMs: atMs + 3000 });
      case 2:
        return crash(alone[0]!, { atMs, restartAtMs: atMs + 3000 });
      default:
        return pause(alone[0]!, { atMs, untilMs: atMs + 1500 });
    }
  });
}

/** The whole hour. It takes some seconds of real time. */
export function raftHour(): Run {
  return simulate({
    protocol: clusterAndClients(),
    seed: 1,
    network: { latencyMs: [1, 10], loss: 0.005 },
    faults: troubles(),
    untilMs: hourMs,
    maxEvents: 1e9,
    trace: false,
  });
}
