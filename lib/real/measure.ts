/** The store as real processes, measured: for cells, which tag themselves `real-time`. */
import { askProgram, checkWhole } from "../net/programs";
import type { ClusterFigures } from "./figures";

/** How `measureCluster` goes. */
export interface MeasureClusterOptions {
  /** How many servers, 3 to 9. Default 5. */
  readonly nodes?: number;
  /** How many clients, each with one operation at a time, 1 to 16. Default 4. */
  readonly clients?: number;
  /** How many times the leader is killed at most, 1 to 200; fewer where the time is over before. Default 10. */
  readonly failOvers?: number;
  /** When no more are begun, 3 to 600. Default 7: everything together takes about five more. */
  readonly seconds?: number;
  /** What the moments of kills and the load are drawn from. Default 1. */
  readonly seed?: number;
}

/** What `measureCluster` gives: the figures of the run, and what its clients were told, judged. */
export interface MeasuredCluster extends ClusterFigures {
  readonly verdict: "linearizable" | "violation" | "unknown";
  /** The verdict in words. */
  readonly why: string;
  /** Operations that were answered, and those of which nobody knows what came. */
  readonly acknowledged: number;
  readonly unknown: number;
  /** Every fifth write goes into a journal of its client's own: how many were acknowledged. */
  readonly journal: number;
  /** How many of these were not there when everything was read in the end. */
  readonly lost: number;
}

/**
 * Raft's key-value store as processes on this machine, with the timeouts of the Raft paper, one process a server: a
 * load, and the leader killed with `kill -9` again and again; in the end everything is read, and the clients' history is
 * judged. Null, after a printed word about why, where processes
 * cannot be started. `predictCluster` is the simulator's word about the same.
 * @throws RangeError where an option is not allowed; Error where a process fails
 */
export async function measureCluster(options: MeasureClusterOptions = {}): Promise<MeasuredCluster | null> {
  const { nodes = 5, clients = 4, failOvers = 10, seconds = 7, seed = 1 } = options;
  checkWhole("nodes", nodes, 3, 9);
  checkWhole("clients", clients, 1, 16);
  checkWhole("failOvers", failOvers, 1, 200);
  checkWhole("seconds", seconds, 3, 600);
  checkWhole("seed", seed, 0, 1e9);
  const wanted = { nodes, clients, failOvers, seconds, seed };
  return (await askProgram({ program: "cluster", options: wanted })) as MeasuredCluster | null;
}
