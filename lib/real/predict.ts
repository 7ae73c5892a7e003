/** What the simulator says about the store that `measureCluster` runs as processes. */
import type { AnyProtocol } from "../protocol";
import { crash } from "../sim/faults";
import type { Latency } from "../sim/latency";
import { OptionError } from "../sim/option-error";
import { createRandom } from "../sim/random";
import { simulate } from "../sim/simulate";
import { clusterFigures } from "./figures";
import type { ClusterFigures, FailOver } from "./figures";
import { measuredClient, measuredPauseMs, measuredRaft, paperTimeouts } from "./setting";

/** How `predictCluster` goes. */
export interface PredictClusterOptions {
  /** How many servers, 3 to 9. Default 5. */
  readonly nodes?: number;
  /** How many clients, each with one operation at a time, 1 to 16. Default 4. */
  readonly clients?: number;
  /** How many runs, each with one crash of the leader, 1 to 1000. Default 100. */
  readonly runs?: number;
  /**
   * How long a message takes. Default 1 ms, what one would guess. `latency.empirical(measured.hopMs)` takes what was
   * measured: then what is still different does not come from how long messages take.
   */
  readonly latencyMs?: Latency;
}

/** Load without a fault, before each crash. */
const calmMs = 1000;
const patienceMs = 3000;

/**
 * The same Raft with the same timeouts and the same load as `measureCluster`'s, in the simulator: in each run the leader
 * crashes once, at a moment that has nothing to do with its heartbeats.
 * @throws OptionError where an option is not allowed
 * @example
 * const { failOvers } = predictCluster({ runs: 2 });
 * failOvers.length; // → 2
 */
export function predictCluster(options: PredictClusterOptions = {}): ClusterFigures {
  const { nodes = 5, clients = 4, runs = 100, latencyMs = 1 } = options;
  checkBetween("nodes", nodes, 3, 9);
  checkBetween("clients", clients, 1, 16);
  checkBetween("runs", runs, 1, 1000);
  const each = Array.from({ length: runs }, (_, index) => oneRun(index + 1, nodes, clients, latencyMs));
  const operations = sum(each.map((figures) => figures.operations));
  const per = (field: "messagesPerOperation" | "entryMessagesPerOperation"): number =>
    Math.round((sum(each.map((figures) => figures[field] * figures.operations)) / operations) * 1000) / 1000;
  return {
    failOvers: each.flatMap(({ failOvers }): readonly FailOver[] => failOvers),
    operations,
    operationMs: each.flatMap(({ operationMs }) => operationMs),
    messagesPerOperation: per("messagesPerOperation"),
    entryMessagesPerOperation: per("entryMessagesPerOperation"),
    hopMs: each[0]!.hopMs,
  };
}

function oneRun(seed: number, nodes: number, clients: number, latencyMs: Latency): ClusterFigures {
  const server = measuredRaft(nodes);
  const servers = server.members!;
  const protocol: { [node: string]: AnyProtocol } = {};
  for (const node of servers) protocol[node] = server as unknown as AnyProtocol;
  for (let index = 1; index <= clients; index++) {
    const operations = Array.from({ length: 400 }, (_, count) => ({
      kind: "put" as const,
      key: `k${count % 8}`,
      value: `c${index}.${count}`,
    }));
    protocol[`c${index}`] = measuredClient(servers, operations, measuredPauseMs) as unknown as AnyProtocol;
  }
  const atMs = calmMs + createRandom(seed, "crash").between(0, paperTimeouts.heartbeatMs);
  const untilMs = atMs + patienceMs;
  const run = simulate({
    protocol,
    seed,
    untilMs,
    network: { latencyMs, ordered: true },
    faults: [crash("leader", { atMs })],
  });
  return clusterFigures(run.trace);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function checkBetween(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new OptionError(option, value, `a whole number from ${least} to ${most}`);
}
