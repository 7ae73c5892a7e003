/**
 * The kernel's wire thread: its five sockets. It answers on its own what must be answered while a cell keeps the main
 * thread busy (heartbeat, kernel_info, interrupt, shutdown), and hands the rest over.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import type { MessagePort } from "node:worker_threads";
import { Publisher, Reply, Router } from "zeromq";
import { endpoint, readConnectionFile } from "./connection";
import type { Connection } from "./connection";
import { Interrupter } from "./interrupter";
import { kernelInfo } from "./language";
import { BadMessage, createMessage, decodeMessage, encodeParts } from "./messages";
import type { Channel, Header, Message, RoutedMessage } from "./messages";
import { endProcess, watchParent } from "./parent";
import { slot } from "./threads";
import type { Numbered, ToMain, ToWire, WireOptions } from "./threads";
import { versions } from "./versions";

type Content = { readonly [field: string]: unknown };
type Socket = Publisher | Router;

type Print = Extract<ToWire, { readonly kind: "print" }>;

/** Printed text is sent when there is so much of it, in UTF-16 units, or so long after it came. */
const gatherMax = 65_536;
const gatherMs = 10;
/** How long the main thread may take to end by itself after a shutdown was asked for. */
const shutdownMs = 1000;

function router(): Router {
  return new Router({ linger: 1000, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
}

class Wire {
  readonly #connection: Connection;
  readonly #port: MessagePort;
  readonly #interrupter: Interrupter;
  readonly #session = randomUUID();
  readonly #shared: Int32Array;
  /** Messages to the main thread that it may not have taken yet. */
  readonly #told: Numbered[] = [];
  #number = 0;
  readonly #sockets: { readonly [name in Channel]: Socket };
  readonly #heartbeat = new Reply({ linger: 0 });
  /** What cells have printed and nobody has been sent yet. */
  #printed: Print | undefined;
  #printedTimer: NodeJS.Timeout | undefined;
  /** The last send of each socket; the next waits for it. */
  readonly #sends = new Map<Socket, Promise<void>>();

  constructor({ connectionFile, port, shared }: WireOptions) {
    this.#connection = readConnectionFile(connectionFile);
    this.#port = port;
    this.#shared = new Int32Array(shared);
    this.#interrupter = new Interrupter(shared, (message) => this.#tell(message));
    // Published messages wait without limit for a slow reader: dropped ones would be outputs that nobody sees.
    const iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
    this.#sockets = { shell: router(), control: router(), stdin: router(), iopub };
    port.on("message", (message: ToWire) => this.#fromMain(message));
  }

  #tell(message: ToMain): void {
    const taken = Atomics.load(this.#shared, slot.taken);
    while (this.#told.length > 0 && this.#told[0]!.number <= taken) this.#told.shift();
    this.#number += 1;
    const numbered = { number: this.#number, message };
    this.#told.push(numbered);
    // What was cut off may have been the delivery of a message: all that are not known to be taken go out again.
    const again = message.kind === "terminated" ? this.#told : [numbered];
    for (const one of again) this.#port.postMessage(one, []);
  }

  async start(): Promise<void> {
    const channels = ["shell", "control", "stdin", "iopub"] as const;
    const at = (channel: Channel | "hb") => endpoint(this.#connection, channel);
    await Promise.all([
      ...channels.map((channel) => this.#sockets[channel].bind(at(channel))),
      this.#heartbeat.bind(at("hb")),
    ]);
    void this.#read("shell");
    void this.#read("control");
    void this.#read("stdin");
    void this.#beat();
    this.#publish("status", { execution_state: "starting" }, undefined);
  }

  async #beat(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  async #read(channel: "shell" | "control" | "stdin"): Promise<void> {
    for await (const frames of this.#sockets[channel] as Router) {
      try {
        this.#receive(channel, decodeMessage(frames, this.#connection.key));
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error;
        writeSync(2, `distlab kernel: dropped ${error.message}\n`);
      }
    }
  }

  #receive(channel: Channel, message: RoutedMessage): void {
    switch (message.header.msg_type) {
      case "kernel_info_request":
        return this.#answer(channel, message, kernelInfo(versions()));
      case "interrupt_request":
        this.#interrupter.interrupt();
        return this.#answer(channel, message, { status: "ok" });
      case "shutdown_request":
        this.#answer(channel, message, { status: "ok", restart: message.content["restart"] === true });
        return this.#shutDown();
      default:
        return this.#tell({ kind: "request", channel, message });
    }
  }

  #answer(channel: Channel, request: RoutedMessage, content: Content): void {
    const parent = request.header;
    const type = parent.msg_type.replace(/_request$/, "_reply");
    this.#publish("status", { execution_state: "busy" }, parent);
    const reply = createMessage({ type, content, session: this.#session, parent });
    this.#send(channel, request.identities, partsOf(reply), []);
    this.#publish("status", { execution_state: "idle" }, parent);
    this.#tell({ kind: "answered" });
  }

  #publish(type: string, content: Content, parent: Header | undefined): void {
    const options = { type, content, session: this.#session };
    const message = createMessage(parent === undefined ? options : { ...options, parent });
    this.#send("iopub", [Buffer.from(type)], partsOf(message), []);
  }

  /** Sends after everything that was sent on that socket before; a socket takes one message at a time. */
  #send(
    channel: Channel,
    identities: readonly Uint8Array[],
    parts: readonly string[],
    buffers: readonly Uint8Array[],
  ): void {
    const frames = encodeParts(parts, this.#connection.key, identities, buffers);
    const socket = this.#sockets[channel];
    const before = this.#sends.get(socket) ?? Promise.resolve();
    // A router whose client has gone refuses; that client waits for nothing any more.
    const sent = before.then(() => socket.send(frames as Buffer[])).catch(() => undefined);
    this.#sends.set(socket, sent);
  }

  #fromMain(message: ToWire): void {
    if (message.kind === "print") {
      this.#gather(message);
    } else if (message.kind === "send") {
      this.#flushPrinted();
      this.#send(message.channel, message.identities, message.parts, message.buffers);
    } else if (message.kind === "sweep") {
      // What has come to the socket by now is read in the next turns of the loop.
      setImmediate(() => setImmediate(() => this.#tell({ kind: "swept" })));
    } else {
      void this.#leave();
    }
  }

  /** Many small pieces of what a cell prints become one message, if they come soon after each other. */
  #gather(print: Print): void {
    const waiting = this.#printed;
    const same = waiting?.parent.msg_id === print.parent.msg_id && waiting.name === print.name;
    if (!same) this.#flushPrinted();
    this.#printed = same ? { ...print, text: waiting.text + print.text } : print;
    if (this.#printed.text.length >= gatherMax) this.#flushPrinted();
    else this.#printedTimer ??= setTimeout(() => this.#flushPrinted(), gatherMs);
  }

  #flushPrinted(): void {
    clearTimeout(this.#printedTimer);
    this.#printedTimer = undefined;
    if (this.#printed === undefined) return;
    const { name, text, parent } = this.#printed;
    this.#printed = undefined;
    this.#publish("stream", { name, text }, parent);
  }

  /** The main thread ends by itself, unless a cell keeps it busy. */
  #shutDown(): void {
    this.#tell({ kind: "shutdown" });
    setTimeout(() => void this.#leave(), shutdownMs);
  }

  /** Sends what is left and ends the process, together with what cells have started. */
  async #leave(): Promise<void> {
    await Promise.all(this.#sends.values());
    for (const socket of Object.values(this.#sockets)) socket.close();
    // ZeroMQ's own thread still hands the last messages to the network.
    setTimeout(endProcess, 50);
  }
}

function partsOf({ header, parent_header: parent, metadata, content }: Message): string[] {
  return [header, parent, metadata, content].map((part) => JSON.stringify(part));
}

/** Runs the wire thread; a kernel that cannot listen ends at once and says why. */
export async function runWireThread(options: WireOptions): Promise<void> {
  watchParent(options.parentPipe);
  try {
    await new Wire(options).start();
  } catch (error) {
    writeSync(2, `distlab kernel: ${error instanceof Error ? error.message : String(error)}\n`);
    endProcess();
  }
}
