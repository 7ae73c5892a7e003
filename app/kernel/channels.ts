/**
 * A client's end of a kernel's five sockets: messages out, messages in, and the heartbeat. Knows the wire, not what
 * messages mean.
 */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { Dealer, Request, Subscriber } from "zeromq";
import { endpoint } from "./connection";
import type { Connection } from "./connection";
import { BadMessage, createMessage, decodeMessage, encodeMessage } from "./messages";
import type { Channel, Message, NewMessage } from "./messages";

interface ChannelEvents {
  /** A message with a valid signature has come. */
  message: [channel: Channel, message: Message];
  /** A message was dropped, because it could not be read or its signature was wrong. */
  bad: [channel: Channel, reason: BadMessage];
}

/** How soon a socket tries again while the kernel does not listen yet. */
const reconnectMs = 10;

export class KernelChannels extends EventEmitter<ChannelEvents> {
  /** This client's session: the kernel's replies carry it in their parent header. */
  readonly session: string;
  readonly #connection: Connection;
  readonly #dealers: { readonly shell: Dealer; readonly control: Dealer; readonly stdin: Dealer };
  readonly #iopub: Subscriber;
  readonly #queues = new Map<Dealer, Promise<void>>();
  #closed = false;

  /** Connects at once; what is sent before the kernel listens waits for it. */
  constructor(connection: Connection, session: string = randomUUID()) {
    super();
    this.session = session;
    this.#connection = connection;
    const dealer = () => new Dealer({ routingId: session, linger: 0, reconnectInterval: reconnectMs });
    this.#dealers = { shell: dealer(), control: dealer(), stdin: dealer() };
    // No limit: a message that is dropped here would be an output that the reader never sees.
    this.#iopub = new Subscriber({ linger: 0, reconnectInterval: reconnectMs, receiveHighWaterMark: 0 });
    this.#iopub.subscribe();
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.#dealers[channel].connect(endpoint(connection, channel));
      void this.#read(channel, this.#dealers[channel]);
    }
    this.#iopub.connect(endpoint(connection, "iopub"));
    void this.#read("iopub", this.#iopub);
  }

  async #read(channel: Channel, socket: Dealer | Subscriber): Promise<void> {
    // The loop ends when the socket is closed.
    for await (const frames of socket) {
      let message: Message;
      try {
        message = decodeMessage(frames, this.#connection.key);
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error;
        this.emit("bad", channel, error);
        continue;
      }
      this.emit("message", channel, message);
    }
  }

  /** Makes a message of this session and sends it. @returns the message, whose header the replies carry */
  request(channel: "shell" | "control" | "stdin", options: Omit<NewMessage, "session">): Message {
    const message = createMessage({ ...options, session: this.session });
    this.send(channel, message);
    return message;
  }

  /** Sends a message as it is, such as one that a browser made; in the order of the calls. */
  send(channel: "shell" | "control" | "stdin", message: Message): void {
    if (this.#closed) throw new Error("the kernel's channels are closed");
    const socket = this.#dealers[channel];
    const frames = encodeMessage(message, this.#connection.key);
    const before = this.#queues.get(socket) ?? Promise.resolve();
    const sent = before.then(() => (this.#closed ? undefined : socket.send(frames as Buffer[])));
    // A send fails only when the socket was closed under it; then nobody waits for an answer any more.
    const settled = sent.catch(() => undefined);
    this.#queues.set(socket, settled);
  }

  /** Asks the kernel's heartbeat for a beat. @returns true when it came within `timeoutMs` */
  async heartbeat(timeoutMs: number): Promise<boolean> {
    const socket = new Request({ linger: 0, receiveTimeout: timeoutMs, sendTimeout: timeoutMs });
    try {
      socket.connect(endpoint(this.#connection, "hb"));
      await socket.send("ping");
      await socket.receive();
      return true;
    } catch {
      return false;
    } finally {
      socket.close();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
    this.removeAllListeners();
  }
}
