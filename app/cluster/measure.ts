/** Raft as processes, its leader killed again and again: what the merged trace of it shows. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterFigures, createRandom, measuredPauseMs, paperTimeouts } from "distlab";
import type { ClusterFigures, MeasuredCluster, NodeId, Trace } from "distlab";
import { Cluster } from "./cluster";
import { keysOf } from "./operations";
import type { LoadOptions } from "./operations";
import { judge } from "./verdict";

export interface MeasureOptions {
  readonly nodes: number;
  readonly clients: number;
  readonly failOvers: number;
  readonly seconds: number;
  readonly seed: number;
}

/** Load without a fault, before the first kill. */
const calmMs = 1500;
/** After the new leader has shown itself, and after the old one is back: long enough for everybody to have caught up. */
const settleMs = 200;
const electionMsMax = 10_000;

/** @throws Error where a process ends by itself, or nobody leads */
export async function measure(options: MeasureOptions, entry: string): Promise<MeasuredCluster> {
  const { nodes, clients, seed, seconds } = options;
  const folder = mkdtempSync(join(tmpdir(), "distlab-cluster-"));
  const failures: string[] = [];
  const onNews = (news: string): void => void failures.push(news);
  let cluster: Cluster | undefined;
  try {
    cluster = await Cluster.start({ protocol: "raft-paper", nodes, folder, entry, trace: "all", onNews });
    await leader(cluster, undefined);
    const load: LoadOptions = {
      clients,
      seed,
      operations: (seconds + 60) * 100,
      pauseMs: measuredPauseMs,
      kind: "journals",
    };
    await cluster.startLoad(load);
    await sleep(calmMs);
    await killLeaders(cluster, options);
    await cluster.stopLoad();
    const isRead = await cluster.readAll(keysOf(load), electionMsMax);
    await cluster.end(true);
    if (!isRead) failures.push(`what was written could not be read within ${electionMsMax / 1000} s`);
    if (failures.length > 0) throw new Error(failures.join("; "));
    const { trace } = await cluster.merged();
    return { ...clusterFigures(trace), ...judged(trace) };
  } finally {
    await cluster?.end(false);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the clients were told, and what of it is there in the end. */
function judged(trace: Trace): Omit<MeasuredCluster, keyof ClusterFigures> {
  const { verdict, acknowledged, open, journal, lost } = judge(trace);
  return {
    verdict: verdict.verdict,
    why: String(verdict),
    acknowledged,
    unknown: open,
    journal,
    lost: lost.length,
  };
}

async function killLeaders(cluster: Cluster, { failOvers, seconds, seed }: MeasureOptions): Promise<void> {
  const random = createRandom(seed, "kills");
  const untilMs = cluster.nowMs + seconds * 1000;
  for (let count = 0; count < failOvers && cluster.nowMs < untilMs; count++) {
    const old = await leader(cluster, undefined);
    await sleep(random.between(0, paperTimeouts.heartbeatMs));
    await cluster.crash(old);
    await leader(cluster, old);
    await sleep(settleMs);
    await cluster.restart(old);
    await sleep(settleMs);
  }
}

/** Waits until somebody other than `old` leads. */
async function leader(cluster: Cluster, old: NodeId | undefined): Promise<NodeId> {
  const deadline = cluster.nowMs + electionMsMax;
  while (cluster.nowMs < deadline) {
    await cluster.look();
    const found = cluster.servers.find((node) => {
      const member = cluster.member(node);
      return node !== old && member?.up === true && member.status?.nodes[node]?.view.role === "leader";
    });
    if (found !== undefined) return found;
    await sleep(10);
  }
  throw new Error(`nobody leads after ${electionMsMax / 1000} s`);
}
