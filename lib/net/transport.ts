/** Messages between the nodes of several processes: a listener, a link to each other process, and what is cut. */
import type { NodeId } from "../protocol";
import { Link } from "./link";
import type { Address, LossCause } from "./link";
import { Listener } from "./listener";
import type { OutboxLimits } from "./outbox";
import { WireError } from "./wire";
import type { Parcel } from "./wire";

export interface TransportOptions {
  readonly cluster: string;
  /** This process. */
  readonly process: string;
  readonly random: () => number;
  readonly limits?: OutboxLimits;
  readonly frameBytesMax?: number;
  readonly stalledMs?: number;
  /** Called before anything is sent. */
  readonly beforeSend: () => void;
  readonly onParcel: (parcel: Parcel) => void;
  readonly onLoss: (parcel: Parcel, why: LossCause) => void;
  readonly onRefusal: (why: string) => void;
}

/** Where the nodes are: the processes with their addresses, and each node's process. */
export interface Directory {
  readonly addresses: { readonly [process: string]: Address };
  readonly processOf: { readonly [node: NodeId]: string };
}

export class Transport {
  private directory: Directory = { addresses: {}, processOf: {} };
  private readonly links = new Map<string, Link>();
  private readonly listener: Listener;
  private cuts: ReadonlySet<string> = new Set();

  constructor(private readonly options: TransportOptions) {
    const { cluster, frameBytesMax, onRefusal } = options;
    this.listener = new Listener({
      cluster,
      ...(frameBytesMax === undefined ? {} : { frameBytesMax }),
      onRefusal,
      onParcels: (parcels, process) => this.receive(parcels, process),
    });
  }

  /** @throws Error that names the port where it is in use */
  listen(address: Address): Promise<Address> {
    return this.listener.listen(address);
  }

  /** Says where the nodes are; may be said again when a process has moved. */
  route(directory: Directory): void {
    this.directory = directory;
  }

  knows(node: NodeId): boolean {
    return Object.hasOwn(this.directory.processOf, node);
  }

  get nodes(): readonly NodeId[] {
    return Object.keys(this.directory.processOf);
  }

  send(parcel: Parcel): void {
    const { from, to } = parcel;
    if (this.isCut(from, to)) return this.options.onLoss(parcel, "cut");
    const process = this.directory.processOf[to]!;
    if (process === this.options.process) return void setImmediate(() => this.options.onParcel(parcel));
    this.link(process).send(parcel);
  }

  /** Cuts these links and mends all others. */
  cut(links: readonly (readonly [from: NodeId, to: NodeId])[]): void {
    this.cuts = new Set(links.map(([from, to]) => `${from} ${to}`));
  }

  /** Makes what goes to a node's process leave later. */
  slow(node: NodeId, delayMs: number): void {
    const process = this.directory.processOf[node];
    if (process !== undefined) this.link(process).delayMs = delayMs;
  }

  /** Stops to read what others send, or goes on: what they send then waits with them. */
  holdAll(holds: boolean): void {
    this.listener.holdAll(holds);
  }

  async close(): Promise<void> {
    for (const link of this.links.values()) link.close();
    await this.listener.close();
  }

  private isCut(from: NodeId, to: NodeId): boolean {
    return this.cuts.size > 0 && this.cuts.has(`${from} ${to}`);
  }

  private link(process: string): Link {
    const known = this.links.get(process);
    if (known !== undefined) return known;
    const { onLoss } = this.options;
    const link = new Link(() => this.directory.addresses[process], {
      ...this.options,
      onLoss: (parcels, why) => {
        for (const parcel of parcels) onLoss(parcel, why);
      },
      onPushBack: (pushesBack) => this.listener.hold(process, pushesBack),
    });
    this.links.set(process, link);
    return link;
  }

  /** What is cut is cut at both ends: what was under way does not arrive either. */
  private receive(parcels: readonly Parcel[], process: string): void {
    for (const parcel of parcels) {
      if (this.directory.processOf[parcel.from] !== process) {
        throw new WireError(`a message in the name of ${parcel.from}`);
      }
      if (this.isCut(parcel.from, parcel.to)) this.options.onLoss(parcel, "cut");
      else this.options.onParcel(parcel);
    }
  }
}
