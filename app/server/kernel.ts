// A kernel as the page knows it: one id, one state, any number of connected pages, and a process that may die and be
// replaced. Every message between the page and the process passes through here.
import { createMessage } from "../kernel/messages";
import type { Channel, Message } from "../kernel/messages";
import type { Ending } from "../kernel/process";
import type { Execution } from "./contract";
import { ExecutionLog } from "./execution-log";
import { describeEnding } from "./ending";
import { Subscriber } from "./subscriber";
import type { Outlet } from "./subscriber";
import type { ChannelMessage } from "./wire";

export type KernelState = "starting" | "idle" | "busy" | "restarting" | "dead";

/** What this needs of a kernel's process; `RunningKernel` is one. */
export interface KernelProcessLink {
  readonly pid: number;
  /** The session that all its messages carry to the page. */
  readonly session: string;
  readonly ready: Promise<void>;
  readonly ended: Promise<Ending>;
  listen(listener: (channel: Channel, message: Message) => void): void;
  send(channel: "shell" | "control" | "stdin", message: Message): void;
  interrupt(): Promise<void>;
  stop(): Promise<void>;
}

/** Jupyter's model of a kernel. */
export interface KernelModel {
  readonly id: string;
  readonly name: string;
  readonly last_activity: string;
  readonly execution_state: KernelState;
  readonly connections: number;
}

/** How long messages are kept for a page that went away while another page is still there. */
const awayMsMax = 5 * 60_000;

export class Kernel {
  private state: KernelState = "starting";
  private lastActivity = new Date();
  private current: KernelProcessLink | null = null;
  private closed = false;
  /** What pages sent before the process could take it. */
  private waiting: { readonly channel: "shell" | "control" | "stdin"; readonly message: Message }[] = [];
  private readonly subscribers = new Map<string, Subscriber>();
  private readonly log = new ExecutionLog();
  /** Which session asked, by the request's msg_id: replies go to that page alone. */
  private readonly askers = new Map<string, string>();
  private session = "";
  /** Restarts, interrupts and the end happen one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly id: string,
    readonly name: string,
    private readonly startProcess: () => Promise<KernelProcessLink>,
  ) {
    this.inTurn(() => this.launch()).catch(() => {});
  }

  get model(): KernelModel {
    return {
      id: this.id,
      name: this.name,
      last_activity: this.lastActivity.toISOString(),
      execution_state: this.state,
      connections: this.connections,
    };
  }

  get connections(): number {
    return [...this.subscribers.values()].filter((subscriber) => subscriber.connected).length;
  }

  get isDead(): boolean {
    return this.state === "dead";
  }

  /** The present process; null when there is none. */
  get pid(): number | null {
    return this.current?.pid ?? null;
  }

  executions(): Execution[] {
    return this.log.list();
  }

  /** Connects a page. @returns how it speaks to the kernel and how it leaves */
  connect(session: string, outlet: Outlet): { receive(message: ChannelMessage): void; leave(): void } {
    const subscriber = this.subscriberFor(session);
    subscriber.attach(outlet);
    // A page that comes while a cell runs would otherwise not know it before the cell has ended.
    const settled = this.state !== "starting" && this.state !== "restarting";
    if (settled) outlet.send(this.statusMessage(this.state));
    return {
      receive: (message) => this.receive(session, message),
      leave: () => {
        if (subscriber.detach(outlet)) this.forgetAbsent();
      },
    };
  }

  private subscriberFor(session: string): Subscriber {
    const known = this.subscribers.get(session);
    if (known !== undefined) return known;
    const subscriber = new Subscriber(session);
    if (this.connections === 0) {
      const latest = this.absent().at(-1);
      if (latest !== undefined) subscriber.inherit(latest);
    }
    this.subscribers.set(session, subscriber);
    return subscriber;
  }

  /** The pages that have lost their connection, the one that lost it last at the end. */
  private absent(): Subscriber[] {
    const away = [...this.subscribers.values()].filter((subscriber) => !subscriber.connected);
    return away.toSorted((a, b) => a.awaySince - b.awaySince);
  }

  private forgetAbsent(): void {
    const away = this.absent();
    // When nobody is left, the one who left last stays: the next page takes over what was kept for it.
    const candidates = this.connections === 0 ? away.slice(0, -1) : away;
    for (const one of candidates) {
      if (Date.now() - one.awaySince > awayMsMax) this.subscribers.delete(one.session);
    }
  }

  private receive(session: string, { channel, message }: ChannelMessage): void {
    if (channel === "iopub" || this.state === "dead" || this.closed) return;
    this.lastActivity = new Date();
    if (channel !== "stdin") this.askers.set(message.header.msg_id, session);
    if (channel === "shell" && message.header.msg_type === "execute_request") this.log.begin(message);
    if (this.state === "starting" || this.state === "restarting") this.waiting.push({ channel, message });
    else this.current?.send(channel, message);
  }

  /** The kernel has said something. */
  private publish(channel: Channel, message: Message): void {
    this.lastActivity = new Date();
    const type = message.header.msg_type;
    if (channel === "iopub" && type === "status") this.follow(message.content["execution_state"]);
    // Pages take a change of the sender's session for a restart, so one process has one session.
    const stamped = { channel, message: { ...message, header: { ...message.header, session: this.session } } };
    this.log.add(stamped);
    if (channel === "iopub") return this.broadcast(stamped);
    const asker = this.askers.get(message.parent_header.msg_id ?? "");
    if (channel !== "stdin") this.askers.delete(message.parent_header.msg_id ?? "");
    this.subscribers.get(asker ?? "")?.deliver(stamped);
  }

  private follow(state: unknown): void {
    if (this.state !== "idle" && this.state !== "busy") return;
    if (state === "idle" || state === "busy") this.state = state;
  }

  private broadcast(message: ChannelMessage): void {
    this.forgetAbsent();
    for (const subscriber of this.subscribers.values()) subscriber.deliver(message);
  }

  private statusMessage(state: KernelState): ChannelMessage {
    const content = { execution_state: state };
    return { channel: "iopub", message: createMessage({ type: "status", session: this.session, content }) };
  }

  /** Tells the pages that are there what has become of the kernel; others hear what is then true when they come. */
  private announce(state: KernelState): void {
    for (const subscriber of this.subscribers.values()) {
      if (subscriber.connected) subscriber.deliver(this.statusMessage(state));
    }
  }

  private async launch(): Promise<void> {
    try {
      const process = await this.startProcess();
      this.current = process;
      this.session = process.session;
      process.listen((channel, message) => {
        if (process === this.current) this.publish(channel, message);
      });
      void this.watch(process);
      await process.ready;
    } catch (error) {
      this.die(error instanceof Error ? error.message : String(error));
      throw error;
    }
    this.state = "idle";
    const waiting = this.waiting;
    this.waiting = [];
    if (waiting.length === 0) this.announce("idle");
    for (const { channel, message } of waiting) this.current?.send(channel, message);
  }

  private async watch(process: KernelProcessLink): Promise<void> {
    const ending = await process.ended;
    if (process === this.current) this.die(describeEnding(ending));
  }

  /** The process is gone without having been asked to go. Nothing is started again before someone asks for it. */
  private die(reason: string): void {
    if (this.state === "dead" || this.closed) return;
    this.current = null;
    this.endRuns({ ename: "KernelDied", evalue: `${reason}. Restart the kernel to go on; its variables are gone.` });
    this.state = "dead";
    this.announce("dead");
  }

  /** Answers what will not be answered any more: the first was running, the others had not begun. */
  private endRuns(error: { readonly ename: string; readonly evalue: string } | null): void {
    this.waiting = [];
    for (const [index, request] of this.log.unfinished().entries()) {
      const say = (channel: Channel, type: string, content: Message["content"]): void =>
        this.publish(channel, createMessage({ type, session: this.session, parent: request.header, content }));
      if (index === 0 && error !== null) {
        const traceback = [`\u001b[31m${error.ename}\u001b[39m: ${error.evalue}`];
        say("iopub", "error", { ...error, traceback });
        say("shell", "execute_reply", { status: "error", execution_count: null, ...error, traceback });
      } else {
        say("shell", "execute_reply", { status: "aborted", execution_count: null });
      }
      say("iopub", "status", { execution_state: "idle" });
    }
    this.askers.clear();
  }

  async interrupt(): Promise<void> {
    await this.current?.interrupt();
  }

  /** A fresh process under the same id; also the way back from a dead one. @throws Error when it does not start */
  restart(): Promise<void> {
    return this.inTurn(() => this.renew());
  }

  /** Restarts the kernel if it is dead. */
  revive(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isDead) await this.renew();
    });
  }

  private async renew(): Promise<void> {
    if (this.closed) throw new Error("the kernel has been shut down");
    const old = this.current;
    this.current = null;
    this.endRuns(null);
    this.state = "restarting";
    this.announce("restarting");
    await old?.stop();
    await this.launch();
  }

  /** Ends the process and lets all pages go. */
  shutdown(): Promise<void> {
    return this.inTurn(async () => {
      if (this.closed) return;
      this.closed = true;
      const old = this.current;
      this.current = null;
      this.endRuns(null);
      this.state = "dead";
      this.announce("dead");
      for (const subscriber of this.subscribers.values()) subscriber.close(1000, "the kernel was shut down");
      await old?.stop();
    });
  }

  private inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const mine = this.turn.then(task, task);
    this.turn = mine.catch(() => {});
    return mine;
  }
}
