/** How many writes a second a replicated store acknowledges, as real processes on real disks. */
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Cluster } from "./cluster";
import { removeRun, runFolder } from "./folders";

export interface ThroughputOptions {
  /** The clone's folder: the files are below it. */
  readonly root: string;
  readonly entry: string;
  readonly nodes: number;
  /** Clients that write one after the other, without a pause. */
  readonly clients: number;
  readonly seconds: number;
  /** Whether saves that wait share one fsync. */
  readonly groupCommit: boolean;
}

export interface Throughput {
  readonly writesPerSecond: number;
  /** Messages between all processes, and fsyncs of all servers, for each acknowledged write. */
  readonly messagesPerWrite: number;
  readonly fsyncsPerWrite: number;
}

/** So many writes are acknowledged before anything is counted: the processes' code is compiled by then. */
const warmUpWrites = 2000;
const warmUpMsMax = 30_000;

export async function measureWrites(options: ThroughputOptions): Promise<Throughput> {
  const { root, entry, nodes, clients, seconds, groupCommit } = options;
  const folder = runFolder(root, `throughput-${groupCommit ? "batched" : "each"}`);
  const cluster = await Cluster.start({ protocol: "raft", nodes, folder, entry, trace: "none", groupCommit });
  try {
    const load = { clients, seed: 1, operations: 6000, pauseMs: [0, 0], kind: "writes" } as const;
    await cluster.startLoad(load);
    const deadline = cluster.nowMs + warmUpMsMax;
    while (cluster.completed < warmUpWrites && cluster.nowMs < deadline) {
      await sleep(100);
      await cluster.look();
    }
    const before = counted(cluster);
    await sleep(seconds * 1000);
    await cluster.look();
    const after = counted(cluster);
    const writes = after.completed - before.completed;
    return {
      writesPerSecond: (writes * 1000) / (after.atMs - before.atMs),
      messagesPerWrite: (after.sent - before.sent) / writes,
      fsyncsPerWrite: (after.syncs - before.syncs) / writes,
    };
  } finally {
    await cluster.end(false);
    await removeRun(folder);
  }
}

function counted(cluster: Cluster): { atMs: number; completed: number; sent: number; syncs: number } {
  const counts = { atMs: cluster.nowMs, completed: cluster.completed, sent: 0, syncs: 0 };
  for (const { status, spec } of cluster.all) {
    counts.sent += status?.counts.sent ?? 0;
    if (spec.part.kind === "server") counts.syncs += status?.counts.syncs ?? 0;
  }
  return counts;
}

/** How many fsyncs a second this disk does for one program that writes 100 bytes before each. */
export async function measureDisk(root: string, seconds: number): Promise<number> {
  const folder = runFolder(root, "disk");
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, "file"), "w");
  const bytes = Buffer.alloc(100, 1);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    writeSync(file, bytes);
    fdatasyncSync(file);
    count += 1;
  }
  const elapsed = performance.now() - started;
  closeSync(file);
  await removeRun(folder);
  return (count * 1000) / elapsed;
}
