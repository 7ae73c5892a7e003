/** A nemesis run: a load on a replicated store, and everything that can happen to processes happening to its servers. */
import { setTimeout as sleep } from "node:timers/promises";
import type { NodeId } from "distlab";
import { Cluster } from "./cluster";
import type { TraceLevel } from "./control";
import { nemesisPlan } from "./nemesis-plan";
import type { Blow } from "./nemesis-plan";
import { keysOf } from "./operations";
import type { LoadOptions } from "./operations";
import { judge } from "./verdict";
import type { Judgement } from "./verdict";

export interface NemesisOptions {
  readonly protocol: string;
  readonly nodes: number;
  readonly seed: number;
  readonly seconds: number;
  readonly clients: number;
  readonly folder: string;
  readonly entry: string;
  readonly trace: TraceLevel;
  /** Told what is done, a sentence at a time. */
  readonly onNews: (news: string) => void;
  /** Given the cluster as soon as it is there, so that an interruption can end it. */
  readonly onCluster?: (cluster: Cluster) => void;
}

export interface NemesisResult {
  readonly judgement: Judgement;
  readonly blows: { readonly [kind in Blow["kind"]]: number };
  /** Processes that ended by themselves: each is a fault of the program. */
  readonly failures: readonly string[];
}

/** How long the cluster may take to answer once everything is mended, in milliseconds: much more than it needs. */
const recoveryMsMax = 60_000;

/**
 * One run. Everything is mended at its end, every key is read once more, and the history is judged.
 * @throws Error where the mended cluster answers nobody
 */
export async function nemesis(options: NemesisOptions): Promise<NemesisResult> {
  const { protocol, nodes, folder, entry, trace, onNews } = options;
  const failures: string[] = [];
  const told = (news: string): void => {
    failures.push(news);
    onNews(news);
  };
  const cluster = await Cluster.start({ protocol, nodes, folder, entry, trace, onNews: told });
  options.onCluster?.(cluster);
  try {
    const load = loadOf(options);
    await cluster.startLoad(load);
    const blows = await new Nemesis(cluster, onNews).carryOut(options);
    await cluster.stopLoad();
    if (!(await cluster.readAll(keysOf(load), recoveryMsMax))) {
      throw new Error(`the mended cluster did not answer within ${recoveryMsMax / 1000} s (seed ${options.seed})`);
    }
    await cluster.end(true);
    return { judgement: judge((await cluster.merged()).trace), blows, failures };
  } finally {
    await cluster.end(false);
  }
}

function loadOf({ clients, seed, seconds }: NemesisOptions): LoadOptions {
  const pauseMs = [5, 25] as const;
  return { clients, seed, pauseMs, kind: "mixed", operations: Math.ceil((seconds * 1000 + 60_000) / pauseMs[0]) };
}

class Nemesis {
  private readonly blows = { crash: 0, pause: 0, partition: 0, isolate: 0 };
  /** Who is down or stands still because of a blow. */
  private readonly struck = new Set<NodeId>();
  private cutBy: Blow | undefined;
  /** What went wrong with blows. After an interruption they all do. */
  private readonly errors: unknown[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly onNews: (news: string) => void,
  ) {}

  async carryOut({ seed, seconds }: NemesisOptions): Promise<NemesisResult["blows"]> {
    const { cluster } = this;
    const beginMs = cluster.nowMs;
    const under: Promise<void>[] = [];
    for (const { atMs, blow } of nemesisPlan(seed, seconds, cluster.servers)) {
      await this.wait(beginMs + atMs - cluster.nowMs);
      under.push(this.strike(blow).catch((error: unknown) => void this.errors.push(error)));
    }
    await this.wait(beginMs + seconds * 1000 - cluster.nowMs);
    await Promise.all(under);
    if (this.errors.length > 0) throw this.errors[0];
    cluster.heal();
    return this.blows;
  }

  /** @throws Error at once where the cluster is ended meanwhile */
  private wait(milliseconds: number): Promise<void> {
    return sleep(Math.max(0, milliseconds), undefined, { signal: this.cluster.ended });
  }

  private async strike(blow: Blow): Promise<void> {
    switch (blow.kind) {
      case "crash":
      case "pause":
        return this.stop(blow.kind, blow.node, blow.forMs);
      case "isolate": {
        const node = await this.named(blow.node);
        const others = this.cluster.servers.filter((other) => other !== node);
        return this.cut(blow, [[node, ...others.slice(0, blow.companions)], others.slice(blow.companions)]);
      }
      case "partition":
        return this.cut(blow, blow.groups);
    }
  }

  private async stop(kind: "crash" | "pause", name: string, forMs: number): Promise<void> {
    const node = await this.named(name);
    // More than a minority at once would only mean that nothing happens.
    if (this.struck.has(node) || this.struck.size >= Math.floor((this.cluster.servers.length - 1) / 2)) return;
    this.struck.add(node);
    this.blows[kind] += 1;
    this.onNews(`${kind} ${node} (${name}) for ${forMs} ms`);
    if (kind === "crash") await this.cluster.crash(node);
    else this.cluster.pause(node);
    await this.wait(forMs);
    if (kind === "crash") await this.cluster.restart(node);
    else this.cluster.resume(node);
    this.struck.delete(node);
  }

  /** A new partition takes the place of the one before. */
  private async cut(blow: Extract<Blow, { forMs: number }>, groups: readonly (readonly NodeId[])[]): Promise<void> {
    this.blows[blow.kind] += 1;
    this.cutBy = blow;
    this.onNews(`partition ${groups.map((group) => group.join(" ")).join(" | ")} for ${blow.forMs} ms`);
    this.cluster.partition(groups);
    await this.wait(blow.forMs);
    if (this.cutBy === blow) this.cluster.heal();
  }

  /** A node, or whoever has the role now; the first where nobody has. */
  private async named(name: string): Promise<NodeId> {
    await this.cluster.look();
    try {
      return this.cluster.resolve(name);
    } catch {
      return this.cluster.servers[0]!;
    }
  }
}
