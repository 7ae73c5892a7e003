/**
 * A link to another process: one TCP connection that this process calls, through which its messages go, in order. It
 * is called again, with backoff, when it breaks. What was under way when it broke is lost or not: nobody knows, and
 * nothing is sent twice.
 */
import { createConnection } from "node:net";
import type { Socket } from "node:net";
import { machineClock } from "./clock";
import { encodeFrame } from "./frames";
import { backoffMs, Outbox } from "./outbox";
import type { OutboxLimits } from "./outbox";
import { encodeHello, encodeParcels } from "./wire";
import type { Parcel } from "./wire";

/** Where a process listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Why messages were lost: see `LoseEvent`. */
export type LossCause = "loss" | "cut" | "down";

export interface LinkOptions {
  readonly cluster: string;
  /** This process. */
  readonly process: string;
  readonly random: () => number;
  readonly limits?: OutboxLimits;
  /** A link that takes nothing for so long is closed, and what waits is lost. Default 5,000 ms. */
  readonly stalledMs?: number;
  /** Called before anything is sent. */
  readonly beforeSend: () => void;
  readonly onLoss: (parcels: readonly Parcel[], why: LossCause) => void;
  /** The outbox begins, or ceases, to push back. */
  readonly onPushBack: (pushesBack: boolean) => void;
}

const parcelsPerFrame = 512;

export class Link {
  /** How much later messages leave, in milliseconds. */
  delayMs = 0;
  private readonly outbox: Outbox;
  private socket: Socket | undefined;
  private connected = false;
  private failures = 0;
  private flushing = false;
  private draining = false;
  private closed = false;
  private pushedBack = false;
  private retry: NodeJS.Timeout | undefined;
  private stalled: NodeJS.Timeout | undefined;
  private readonly delayed: { readonly parcel: Parcel; readonly dueMs: number }[] = [];
  private delaying: NodeJS.Timeout | undefined;

  constructor(
    private readonly address: () => Address | undefined,
    private readonly options: LinkOptions,
  ) {
    this.outbox = new Outbox(options.limits);
  }

  get isConnected(): boolean {
    return this.connected;
  }

  send(parcel: Parcel): void {
    if (this.delayMs === 0 && this.delayed.length === 0) return this.enqueue(parcel);
    // A link that was made faster again still delivers in order.
    const dueMs = Math.max(machineClock() + this.delayMs, this.delayed.at(-1)?.dueMs ?? 0);
    this.delayed.push({ parcel, dueMs });
    if (this.delayed.length === 1) this.waitForDelayed();
  }

  private waitForDelayed(): void {
    const [first] = this.delayed;
    if (first === undefined) return;
    const look = (): void => {
      const now = machineClock();
      const count = this.delayed.findIndex(({ dueMs }) => dueMs > now);
      for (const { parcel } of this.delayed.splice(0, count < 0 ? Infinity : count)) this.enqueue(parcel);
      this.waitForDelayed();
    };
    this.delaying = setTimeout(look, Math.max(0, Math.ceil(first.dueMs - machineClock())));
  }

  private enqueue(parcel: Parcel): void {
    if (this.closed) return;
    if (!this.outbox.add(parcel)) return this.options.onLoss([parcel], "loss");
    this.tellPushBack();
    if (this.socket === undefined && this.retry === undefined) this.connect();
    this.flushSoon();
  }

  /** Everything that is sent in one turn leaves together. */
  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => {
      this.flushing = false;
      this.flush();
    });
  }

  private flush(): void {
    const { socket } = this;
    if (socket === undefined || !this.connected || this.draining || this.outbox.length === 0) return;
    this.options.beforeSend();
    while (this.outbox.length > 0 && !this.draining) {
      const parcels = this.outbox.take(parcelsPerFrame);
      this.draining = !this.write(socket, parcels);
    }
    if (this.draining) this.watchStall(socket);
    this.tellPushBack();
  }

  /** A frame that is too long for its messages together may be short enough for each alone. */
  private write(socket: Socket, parcels: readonly Parcel[]): boolean {
    try {
      return socket.write(encodeFrame(encodeParcels(parcels)));
    } catch {
      if (parcels.length === 1) {
        this.options.onLoss(parcels, "loss");
        return true;
      }
      return parcels.map((parcel) => this.write(socket, [parcel])).every(Boolean);
    }
  }

  private connect(): void {
    const address = this.address();
    if (address === undefined || this.closed) return;
    const socket = createConnection({ ...address, noDelay: true });
    this.socket = socket;
    socket.on("connect", () => this.begin(socket));
    socket.on("drain", () => this.drained());
    // Nothing is answered on this connection; what comes is not kept.
    socket.resume();
    socket.on("error", () => undefined);
    socket.on("close", () => this.broken(socket));
  }

  private begin(socket: Socket): void {
    const { cluster, process } = this.options;
    this.connected = true;
    this.failures = 0;
    socket.write(encodeFrame(encodeHello(cluster, process)));
    this.flush();
  }

  private drained(): void {
    clearTimeout(this.stalled);
    this.draining = false;
    this.flush();
  }

  private watchStall(socket: Socket): void {
    clearTimeout(this.stalled);
    this.stalled = setTimeout(() => socket.destroy(), this.options.stalledMs ?? 5000);
    this.stalled.unref();
  }

  private broken(socket: Socket): void {
    if (this.socket !== socket) return;
    clearTimeout(this.stalled);
    this.socket = undefined;
    this.connected = false;
    this.draining = false;
    if (this.closed) return;
    this.failures += 1;
    // The other process is down, or stands still: what waits for it would be old when it comes back.
    const lost = this.outbox.take();
    if (lost.length > 0) this.options.onLoss(lost, "down");
    this.tellPushBack();
    this.retry = setTimeout(
      () => {
        this.retry = undefined;
        this.connect();
      },
      backoffMs(this.failures, this.options.random),
    );
    this.retry.unref();
  }

  private tellPushBack(): void {
    if (this.outbox.pushesBack === this.pushedBack) return;
    this.pushedBack = this.outbox.pushesBack;
    this.options.onPushBack(this.pushedBack);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    clearTimeout(this.stalled);
    clearTimeout(this.delaying);
    this.socket?.destroy();
  }
}
