/** A cluster of real processes: starts them, does to them what faults do, and gathers what they told. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { machineClock, mergeTraces, parseTraceFile, traceFileName } from "distlab";
import type { AnyProtocol, NodeId, ProcessTrace, Trace, Traced, TraceEvent } from "distlab";
import { protocolNamed } from "./catalogue";
import type { ClusterProtocol } from "./catalogue";
import type { Part, TraceLevel } from "./control";
import { Member } from "./member";
import { clientNames, operationsOf, readerName } from "./operations";
import type { LoadOptions } from "./operations";

export interface ClusterOptions {
  readonly protocol: string;
  /** How many servers. */
  readonly nodes: number;
  /** Where their files are; made, and removed at the end unless `keep`. */
  readonly folder: string;
  /** The program that each process runs. */
  readonly entry: string;
  readonly trace?: TraceLevel;
  readonly groupCommit?: boolean;
  /** Told in a sentence when a process ends by itself. */
  readonly onNews?: (news: string) => void;
}

/** The name of the process in which a load's clients run. */
const loadProcess = "clients";

export class Cluster {
  readonly entry: ClusterProtocol;
  readonly servers: readonly NodeId[];
  /** The load that runs, or ran last. */
  load: LoadOptions | undefined;
  private readonly protocols: { [node: NodeId]: AnyProtocol };
  private readonly members = new Map<string, Member>();
  private readonly lives = new Map<string, number>();
  private readonly processOf: { [node: NodeId]: string } = {};
  /** What happened to the processes: told by nobody but the one that did it. */
  private readonly events: TraceEvent[] = [];
  private readonly id: string = randomUUID();
  private readonly epochMs = machineClock();
  private cuts: readonly (readonly [NodeId, NodeId])[] = [];
  private cutId = 0;
  private readers = 0;
  private readonly ending = new AbortController();

  private constructor(readonly options: ClusterOptions) {
    this.entry = protocolNamed(options.protocol);
    this.protocols = { ...this.entry.servers(options.nodes) };
    this.servers = Object.keys(this.protocols);
  }

  /**
   * Starts all servers and waits until they listen.
   * @throws RangeError where there is no such protocol; Error where a process could not start
   */
  static async start(options: ClusterOptions): Promise<Cluster> {
    const cluster = new Cluster(options);
    await mkdir(options.folder, { recursive: true });
    try {
      await Promise.all(cluster.servers.map((node) => cluster.open(node, { kind: "server", node }, [node])));
      cluster.routeAll();
      for (const node of cluster.servers) cluster.members.get(node)!.tell({ kind: "start" });
    } catch (error) {
      await cluster.end(false);
      throw error;
    }
    return cluster;
  }

  /** Milliseconds since the cluster was started, as in its trace. */
  get nowMs(): number {
    return Math.round((machineClock() - this.epochMs) * 1000) / 1000;
  }

  /** Aborted as soon as the cluster begins to end: whoever waits for it need not any more. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  member(node: NodeId): Member | undefined {
    return this.members.get(node);
  }

  /** The processes, servers first. */
  get all(): readonly Member[] {
    const names = [...new Set([...this.servers, ...this.members.keys()])];
    return names.flatMap((name) => this.members.get(name) ?? []);
  }

  /** Asks all that can answer how they do. */
  async look(): Promise<void> {
    await Promise.all(this.all.map((member) => member.look()));
  }

  /** The node itself, or the first server that has that role, as far as is known. */
  resolve(name: string): NodeId {
    if (this.servers.includes(name)) return name;
    const found = this.servers.find((node) => {
      const member = this.members.get(node)!;
      return member.up && !member.paused && member.status?.nodes[node]?.view.role === name;
    });
    if (found === undefined) {
      throw new RangeError(`there is no node ${name}, and none of that role; the nodes are ${this.servers.join(", ")}`);
    }
    return found;
  }

  async crash(node: NodeId): Promise<void> {
    const member = this.members.get(node)!;
    if (!member.up) throw new RangeError(`${node} is down already`);
    await member.kill();
    this.events.push({ kind: "crash", at: this.nowMs, node });
  }

  async restart(node: NodeId): Promise<void> {
    if (this.members.get(node)!.up) throw new RangeError(`${node} is up; crash it first`);
    await this.open(node, { kind: "server", node }, [node]);
    this.routeAll();
    this.members.get(node)!.tell({ kind: "start" });
  }

  pause(node: NodeId): void {
    const member = this.members.get(node)!;
    if (!member.up || member.paused) throw new RangeError(`${node} is ${member.up ? "paused already" : "down"}`);
    member.pause();
    this.events.push({ kind: "pause", at: this.nowMs, node });
  }

  resume(node: NodeId): void {
    const member = this.members.get(node)!;
    if (!member.up || !member.paused) throw new RangeError(`${node} is not paused`);
    this.events.push({ kind: "resume", at: this.nowMs, node });
    member.resume();
  }

  /** Cuts every link between servers of different groups; clients reach everybody. */
  partition(groups: readonly (readonly NodeId[])[]): void {
    if (this.cuts.length > 0) this.heal();
    const links = groups.flatMap((group) =>
      groups
        .filter((other) => other !== group)
        .flatMap((other) => group.flatMap((from) => other.map((to) => [from, to] as const))),
    );
    this.cuts = links;
    this.cutId += 1;
    this.events.push({ kind: "cut", at: this.nowMs, id: this.cutId, links, groups });
    for (const member of this.all) member.tell({ kind: "cut", links });
  }

  heal(): void {
    if (this.cuts.length === 0) return;
    for (const member of this.all) member.tell({ kind: "cut", links: [] });
    this.events.push({ kind: "heal", at: this.nowMs, id: this.cutId, links: this.cuts });
    this.cuts = [];
  }

  /** Makes messages from one server to another leave so much later; 0 undoes it. */
  slow(from: NodeId, to: NodeId, delayMs: number): void {
    this.members.get(from)!.tell({ kind: "slow", node: to, delayMs });
    this.events.push({ kind: "condition", at: this.nowMs, node: from, what: `sends to ${to} ${delayMs} ms later` });
  }

  /** @throws RangeError where this protocol has no clients, or a load runs */
  async startLoad(load: LoadOptions): Promise<void> {
    const { client, name } = this.entry;
    if (client === undefined) throw new RangeError(`${name} has no clients; raft has`);
    if (this.members.get(loadProcess)?.up) throw new RangeError("a load runs already; stop it first");
    if (this.load !== undefined) throw new RangeError("a load has run; its clients' numbers are used up");
    this.load = load;
    const names = clientNames(load.clients);
    for (const one of names) this.protocols[one] = client(this.servers, operationsOf(one, load), load.pauseMs);
    await this.open(loadProcess, { kind: "load", load }, names);
    this.routeAll();
    this.members.get(loadProcess)!.tell({ kind: "start" });
  }

  async stopLoad(): Promise<void> {
    await this.members.get(loadProcess)?.stop();
  }

  /** How many operations the load's clients have completed. */
  get completed(): number {
    return this.members.get(loadProcess)?.status?.counts.completed ?? 0;
  }

  /** Reads these keys, one after the other, and waits until all have been read. False where that did not happen in time. */
  async readAll(keys: readonly string[], withinMs: number): Promise<boolean> {
    const node = readerName(++this.readers);
    const operations = keys.map((key) => ({ kind: "get" as const, key }));
    this.protocols[node] = this.entry.client!(this.servers, operations, [0, 0]);
    await this.open(node, { kind: "reader", node, keys }, [node]);
    this.routeAll();
    const member = this.members.get(node)!;
    member.tell({ kind: "start" });
    const deadline = this.nowMs + withinMs;
    for (;;) {
      await member.look();
      if (member.status?.counts.completed === keys.length) break;
      if (this.nowMs > deadline || !member.up) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await member.stop();
    return true;
  }

  /** Ends every process, in good order where it still can. */
  async end(orderly: boolean): Promise<void> {
    this.ending.abort();
    await Promise.all(this.all.map((member) => (orderly ? member.stop() : member.kill())));
  }

  /** One trace of all that the processes told. To be called after `end`. */
  async merged(): Promise<Traced> {
    const traces: ProcessTrace[] = [{ format: "distlab trace 1", process: "cluster", nodes: [], events: this.events }];
    for (const name of await this.traceFiles()) {
      traces.push(parseTraceFile(await readFile(join(this.options.folder, name), "utf8"), name));
    }
    const { protocol } = this.options;
    const trace: Trace = mergeTraces(traces, { nodes: this.servers, origin: `${protocol}, real processes` });
    return { trace, protocols: this.protocols };
  }

  /** Each life of a process has its own file; they are read in the order in which they were written. */
  private async traceFiles(): Promise<readonly string[]> {
    const there = new Set(await readdir(this.options.folder));
    const names = [...this.lives].flatMap(([process, lives]) =>
      Array.from({ length: lives }, (_, index) => traceFileName(process, index + 1)),
    );
    return names.filter((name) => there.has(name));
  }

  async removeFiles(): Promise<void> {
    await rm(this.options.folder, { recursive: true, force: true });
  }

  private async open(process: string, part: Part, nodes: readonly NodeId[]): Promise<void> {
    const { protocol, folder, entry, trace = "all", groupCommit = true, onNews } = this.options;
    const life = (this.lives.get(process) ?? 0) + 1;
    this.lives.set(process, life);
    for (const node of nodes) this.processOf[node] = process;
    const { epochMs, id: cluster } = this;
    const spec = {
      protocol,
      servers: this.options.nodes,
      part,
      process,
      cluster,
      folder,
      life,
      epochMs,
      trace,
      groupCommit,
    };
    const member = await Member.start(spec, entry, ({ failure }) => {
      this.events.push({ kind: "crash", at: this.nowMs, node: nodes[0]! });
      onNews?.(`${process} ended: ${failure}`);
    });
    // Whoever was asked to end meanwhile must not leave a process behind.
    if (this.ending.signal.aborted) return member.kill();
    this.members.set(process, member);
    if (this.cuts.length > 0) member.tell({ kind: "cut", links: this.cuts });
  }

  private routeAll(): void {
    const addresses = Object.fromEntries([...this.members].map(([name, { address }]) => [name, address!]));
    for (const member of this.all) member.tell({ kind: "route", directory: { addresses, processOf: this.processOf } });
  }
}
