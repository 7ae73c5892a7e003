/** An hour in the life of a Raft cluster: seven servers, ten clients, and something breaks every ten seconds. */
import { expect, test } from "vitest";
import { checkLinearizable, crash, models, partition, pause, raft, raftClient, simulate } from "distlab";
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

test("an hour with a fault every ten seconds: 100 operations a second, over 95 % answered, all linearizable", () => {
  const { counts, history, why } = simulate({
    protocol: clusterAndClients(),
    seed: 1,
    network: { latencyMs: [1, 10], loss: 0.005 },
    faults: troubles(),
    untilMs: hourMs,
    maxEvents: 1e9,
    trace: false,
  });
  const answered = history.filter(({ returned }) => returned !== undefined).length;
  expect(why).toBe("time");
  expect(history.length).toBeGreaterThan(360_000);
  expect(answered / history.length).toBeGreaterThan(0.95);
  // What was lost by the network or found its receiver down: the troubles did something.
  expect(counts.lost).toBeGreaterThan(10_000);
  // The limit is there for a search that never ends; a machine that is busy must not turn a right history into an unknown one.
  expect(checkLinearizable(history, models.keyValue(), { timeLimitMs: 240_000 }).verdict).toBe("linearizable");
}, 300_000);
