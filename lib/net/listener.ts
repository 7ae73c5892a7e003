/** Takes the calls of other processes, and what they send. Whoever sends what is no message is hung up on. */
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { FrameDecoder, FrameError } from "./frames";
import type { Address } from "./link";
import { decodeHello, decodeParcels, WireError } from "./wire";
import type { Parcel } from "./wire";

export interface ListenerOptions {
  readonly cluster: string;
  /** How long a frame may be, in bytes. */
  readonly frameBytesMax?: number;
  /** May throw a WireError, and the link is closed. */
  readonly onParcels: (parcels: readonly Parcel[], process: string) => void;
  /** A link was closed because of what came on it. */
  readonly onRefusal: (why: string) => void;
}

/** How long a caller may take to say who it is, in milliseconds. */
const greetingMs = 5000;

export class Listener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  /** The link that each process called last. */
  private readonly callers = new Map<string, Socket>();
  private readonly held = new Set<string>();
  private holdsAll = false;

  constructor(private readonly options: ListenerOptions) {
    this.server = createServer({ noDelay: true }, (socket) => this.take(socket));
  }

  /**
   * Starts to listen; port 0 takes any that is free.
   * @throws Error that names the port where it is in use or not allowed
   */
  async listen({ host, port }: Address): Promise<Address> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        const why = error.code === "EADDRINUSE" ? "is in use by another program" : `cannot be used: ${error.message}`;
        reject(new Error(`port ${port} of ${host} ${why}`, { cause: error }));
      });
      this.server.listen({ host, port, exclusive: true }, resolve);
    });
    return { host, port: (this.server.address() as AddressInfo).port };
  }

  /** Stops to read what a process sends, or goes on: what it sends then waits with it. */
  hold(process: string, holds: boolean): void {
    if (holds) this.held.add(process);
    else this.held.delete(process);
    this.settle(process);
  }

  /** The same for everybody. */
  holdAll(holds: boolean): void {
    this.holdsAll = holds;
    for (const process of this.callers.keys()) this.settle(process);
  }

  private settle(process: string): void {
    const socket = this.callers.get(process);
    if (this.holdsAll || this.held.has(process)) socket?.pause();
    else socket?.resume();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private take(socket: Socket): void {
    const decoder = new FrameDecoder(this.options.frameBytesMax);
    let process: string | undefined;
    this.sockets.add(socket);
    socket.setTimeout(greetingMs, () => this.refuse(socket, "a caller did not say who it is"));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.sockets.delete(socket);
      if (process !== undefined && this.callers.get(process) === socket) this.callers.delete(process);
    });
    socket.on("data", (chunk: Uint8Array) => {
      try {
        decoder.push(chunk, (body) => {
          if (process === undefined) process = this.greet(socket, body);
          else this.options.onParcels(decodeParcels(body), process);
        });
      } catch (error) {
        if (!(error instanceof FrameError || error instanceof WireError)) throw error;
        this.refuse(socket, `${process ?? "an unknown caller"}: ${error.message}`);
      }
    });
  }

  private greet(socket: Socket, body: Uint8Array): string {
    const { process } = decodeHello(body, this.options.cluster);
    socket.setTimeout(0);
    // A process calls anew when its last call broke: what is left of that one must not come after this one.
    this.callers.get(process)?.destroy();
    this.callers.set(process, socket);
    this.settle(process);
    return process;
  }

  private refuse(socket: Socket, why: string): void {
    socket.destroy();
    this.options.onRefusal(why);
  }
}
