/**
 * The host for real processes: runs one or more nodes in this process, with a TCP listener, save files, real timers and
 * a trace. `app/` starts such processes and tells them what to do; a program of one's own can do the same.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Data } from "../data";
import type { AnyProtocol, NodeId, NodeView } from "../protocol";
import type { TraceEvent } from "../trace/trace";
import { Clock } from "./clock";
import type { Disk } from "./disk";
import type { Address } from "./link";
import { RealNode } from "./node";
import type { OutboxLimits } from "./outbox";
import { SaveFile } from "./save-file";
import { noTrace, onlyHistory, TraceWriter } from "./trace-file";
import type { TraceSink } from "./trace-file";
import { Transport } from "./transport";
import type { Directory } from "./transport";
import type { Parcel } from "./wire";

/** What a process needs to be one node of a protocol: its name and address, its peers, its folder, its disk and clock. */
export interface RealHostOptions {
  /** This process, for example `A` or `clients`. */
  readonly process: string;
  /** Processes of another cluster are not listened to. */
  readonly cluster: string;
  /** What runs here. */
  readonly nodes: { readonly [node: NodeId]: AnyProtocol };
  /** Where save files and traces are. Made where it is missing. */
  readonly folder: string;
  /** How often this process has been started on this folder, from 1. */
  readonly life: number;
  /** Where to listen. Default port 0, any that is free, of 127.0.0.1. */
  readonly listen?: Address;
  /** How much is told: everything, what clients did, or nothing. Default "all". */
  readonly trace?: "all" | "history" | "none";
  /** Whether saves that wait share one fsync. Default true. */
  readonly groupCommit?: boolean;
  /** When the cluster's time began, by the machine's monotonic clock. Default now. */
  readonly epochMs?: number;
  readonly limits?: OutboxLimits;
  /** How long a frame may be, in bytes. Default 16 MiB. */
  readonly frameBytesMax?: number;
  readonly disk?: Disk;
  /** Called when this process cannot go on: a handler failed, or the disk. */
  readonly onFailure?: (error: Error) => void;
  /** Called when a peer was hung up on because of what it sent. */
  readonly onRefusal?: (why: string) => void;
}

/** How a host is doing. */
export interface HostStatus {
  readonly process: string;
  readonly nodes: { readonly [node: NodeId]: { readonly view: NodeView; readonly up: boolean } };
  /** Since this process was started. */
  readonly counts: {
    readonly sent: number;
    readonly delivered: number;
    readonly timers: number;
    readonly invoked: number;
    readonly completed: number;
    readonly saves: number;
    readonly syncs: number;
    readonly refused: number;
  };
}

/** From so many effects that wait for the disk on, nothing more is read; from so few on, it is again. */
const waitingMax = 20_000;
const waitingFew = 5_000;

/** Runs nodes as this process, until it is closed or cannot go on. */
export class RealHost {
  private readonly nodes = new Map<NodeId, RealNode>();
  private readonly transport: Transport;
  private refused = 0;
  private holds = false;

  private constructor(
    private readonly options: RealHostOptions,
    private readonly clock: Clock,
    private readonly trace: TraceSink,
    private readonly saveFiles: ReadonlyMap<NodeId, SaveFile>,
  ) {
    this.transport = new Transport({
      ...options,
      random,
      beforeSend: () => trace.flush(),
      onParcel: (parcel) => this.deliver(parcel),
      onLoss: ({ from, to, id, message }, why) =>
        trace.add({ kind: "lose", at: clock.nowMs(), id, from, to, message, why }),
      onRefusal: (why) => this.refuse(why),
    });
    for (const [id, protocol] of Object.entries(options.nodes)) this.nodes.set(id, this.node(id, protocol));
  }

  /**
   * Opens the save files and the trace; nothing runs yet.
   * @throws CorruptSaveError where a disk has lost what it had confirmed
   */
  static async open(options: RealHostOptions): Promise<RealHost> {
    const { folder, life, process: name, nodes, groupCommit, disk } = options;
    if (!(Number.isInteger(life) && life >= 1 && life < 2 ** 20)) {
      throw new RangeError(`life is ${life}; allowed is a whole number from 1 to ${2 ** 20 - 1}`);
    }
    mkdirSync(folder, { recursive: true });
    const saveFiles = new Map<NodeId, SaveFile>();
    for (const [node, protocol] of Object.entries(nodes)) {
      const file = await SaveFile.open({
        path: join(folder, `${node}.save`),
        node,
        protocol: protocol.name,
        ...(groupCommit === undefined ? {} : { groupCommit }),
        ...(disk === undefined ? {} : { disk }),
      });
      saveFiles.set(node, file);
    }
    const clock = options.epochMs === undefined ? new Clock() : new Clock(options.epochMs);
    const path = join(folder, traceFileName(name, life));
    const head = { process: name, nodes: Object.keys(nodes) };
    const told = options.trace ?? "all";
    // A node that went on untold would make a trace that is wrong.
    const fail = (error: Error): void => options.onFailure?.(new Error(`${path} cannot be written: ${error.message}`));
    const writer = told === "none" ? noTrace : new TraceWriter(path, head, fail);
    return new RealHost(options, clock, told === "history" ? onlyHistory(writer) : writer, saveFiles);
  }

  private node(id: NodeId, protocol: AnyProtocol): RealNode {
    const { life, onFailure } = this.options;
    const saveFile = this.saveFiles.get(id)!;
    const fail = (error: Error): void => {
      for (const node of this.nodes.values()) node.stop();
      this.trace.flush();
      onFailure?.(error);
    };
    saveFile.onFailure = fail;
    if (saveFile.tornBytes > 0) {
      const what = `cuts ${saveFile.tornBytes} bytes of a torn write off its save file`;
      this.trace.add({ kind: "condition", at: this.clock.nowMs(), node: id, what });
    }
    return new RealNode({
      id,
      protocol,
      saveFile,
      clock: this.clock,
      random,
      trace: this.trace,
      send: (parcel) => this.transport.send(parcel),
      knows: (node) => this.transport.knows(node),
      firstId: life * 2 ** 32 + 1,
      onFailure: fail,
    });
  }

  /**
   * Takes calls from now on, and says where.
   * @throws Error that names the port where it is in use
   */
  listen(): Promise<Address> {
    return this.transport.listen(this.options.listen ?? { host: "127.0.0.1", port: 0 });
  }

  /** Says where all nodes are. Needed before `start`; said again when a process has moved. */
  route(directory: Directory): void {
    this.transport.route(directory);
  }

  /** Boots the nodes. */
  start(): void {
    for (const node of this.nodes.values()) node.start();
    this.trace.flush();
  }

  /** Cuts these links at this process's end, and mends all others. */
  cut(links: readonly (readonly [from: NodeId, to: NodeId])[]): void {
    this.transport.cut(links);
  }

  /** Makes what goes to `node` (and to whoever shares its process) leave later. */
  slow(node: NodeId, delayMs: number): void {
    this.transport.slow(node, delayMs);
  }

  /** A node's state, for tests and views. */
  state(node: NodeId): Data {
    return this.nodes.get(node)?.current ?? null;
  }

  status(): HostStatus {
    this.trace.flush();
    const counts = { sent: 0, delivered: 0, timers: 0, invoked: 0, completed: 0, saves: 0, syncs: 0 };
    const nodes: { [node: NodeId]: { view: NodeView; up: boolean } } = {};
    for (const [id, node] of this.nodes) {
      const { counts: own, current, isUp: up } = node;
      for (const name of ["sent", "delivered", "timers", "invoked", "completed"] as const) counts[name] += own[name];
      const disk = this.saveFiles.get(id)!.counts;
      counts.saves += disk.saves;
      counts.syncs += disk.syncs;
      nodes[id] = { view: this.options.nodes[id]!.view?.(current) ?? {}, up };
    }
    return { process: this.options.process, nodes, counts: { ...counts, refused: this.refused } };
  }

  /** Ends everything in good order: as a crash, but with nothing left half-written. */
  async stop(): Promise<void> {
    for (const node of this.nodes.values()) node.stop();
    await this.transport.close();
    await Promise.all([...this.saveFiles.values()].map((file) => file.close()));
    this.trace.close();
  }

  private deliver(parcel: Parcel): void {
    const node = this.nodes.get(parcel.to);
    if (node === undefined) return this.refuse(`${parcel.from} sent a message to ${parcel.to}, which is not here`);
    node.deliver(parcel);
    if (node.waiting > waitingMax) this.hold();
  }

  /** The disk is slower than the network: whoever sends has to wait. */
  private hold(): void {
    if (this.holds) return;
    this.holds = true;
    this.transport.holdAll(true);
    const look = (): void => {
      if ([...this.nodes.values()].some((node) => node.isUp && node.waiting > waitingFew))
        return void setTimeout(look, 5);
      this.holds = false;
      this.transport.holdAll(false);
    };
    look();
  }

  private refuse(why: string): void {
    this.refused += 1;
    const [node] = this.nodes.keys();
    const event: TraceEvent = { kind: "condition", at: this.clock.nowMs(), node: node!, what: `hangs up: ${why}` };
    this.trace.add(event);
    this.options.onRefusal?.(why);
  }
}

/** The name of the trace of a process's life. */
export function traceFileName(process: string, life: number): string {
  return `${process}.${life}.trace`;
}

const drawnAtOnce = 512;
let drawn = new DataView(new ArrayBuffer(0));
let next = 0;

/** A number from 0 to 1, 1 excluded, that nobody can foresee: real nodes must not draw alike. */
function random(): number {
  if (next + 4 > drawn.byteLength) {
    const bytes = randomBytes(4 * drawnAtOnce);
    drawn = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    next = 0;
  }
  next += 4;
  return drawn.getUint32(next - 4) / 2 ** 32;
}
