// One kernel process and the sockets to it, from its start to its end. A kernel that a page knows by one id goes
// through several of these when it is restarted.
import { randomUUID } from "node:crypto";
import { KernelChannels } from "../kernel/channels";
import { createConnection, writeConnectionFile } from "../kernel/connection";
import type { ConnectionFile } from "../kernel/connection";
import type { Channel, Message } from "../kernel/messages";
import { KernelProcess } from "../kernel/process";
import type { Ending } from "../kernel/process";
import { describeEnding } from "./ending";

/** How long a kernel may take until it answers for the first time. */
const startMsMax = 60_000;
/** How often a starting kernel is asked whether it is there. */
const askEveryMs = 50;
/** How long a kernel may take to end by itself when it is asked to. */
const farewellMs = 1000;

const running = new Set<RunningKernel>();

/** Ends every kernel of this process at once: the last thing that it does, however it ends. */
export function killAllKernels(): void {
  for (const kernel of running) kernel.kill();
}

export class RunningKernel {
  /** The session that all its messages carry to the page; a new process has a new one. */
  readonly session = randomUUID();
  /** Settles when the process has ended and its files are gone. */
  readonly ended: Promise<Ending>;
  /** Settles when nothing that the kernel says from now on can be missed; rejects when it never comes so far. */
  readonly ready: Promise<void>;
  private stopping = false;

  private constructor(
    private readonly file: ConnectionFile,
    private readonly process: KernelProcess,
    private readonly channels: KernelChannels,
  ) {
    running.add(this);
    this.ended = this.process.ended.then((ending) => this.clear(ending));
    this.ready = this.waitUntilReady();
    // Whoever takes this kernel asks again; an unused one that fails is not an unhandled rejection.
    this.ready.catch(() => {});
  }

  static async start(root: string): Promise<RunningKernel> {
    const file = await writeConnectionFile(await createConnection("tslab"));
    const process = new KernelProcess({ kernel: "course", root, connectionFile: file.path });
    return new RunningKernel(file, process, new KernelChannels(file.connection));
  }

  get pid(): number {
    return this.process.pid;
  }

  get alive(): boolean {
    return this.process.running && !this.stopping;
  }

  /** Hands on what the kernel says to others; the answers to this class's own questions stay here. */
  listen(listener: (channel: Channel, message: Message) => void): void {
    this.channels.on("message", (channel, message) => {
      if (message.parent_header.session !== this.channels.session) listener(channel, message);
    });
  }

  send(channel: "shell" | "control" | "stdin", message: Message): void {
    if (this.alive) this.channels.send(channel, message);
  }

  /**
   * Loads the library and its types into the compiler by asking for a completion, so that the first cell need not wait
   * for that. Nothing is run: the kernel's variables and its count of cells stay untouched.
   */
  async warmUp(): Promise<void> {
    await this.ready;
    const code = 'import * as distlab from "distlab";\ndistlab.';
    await this.ask("shell", "complete_request", { code, cursor_pos: code.length }, startMsMax);
  }

  async interrupt(): Promise<void> {
    const answered = await this.ask("control", "interrupt_request", {}, farewellMs);
    if (!answered) this.process.interrupt();
  }

  /** Asks it to end; one that does not is ended, together with everything that its cells started. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.process.running) {
      this.channels.request("control", { type: "shutdown_request", content: { restart: false } });
      const patience = setTimeout(() => this.process.kill(), farewellMs);
      await this.ended;
      clearTimeout(patience);
    }
    await this.ended;
  }

  kill(): void {
    this.process.kill();
  }

  private async clear(ending: Ending): Promise<Ending> {
    this.channels.close();
    running.delete(this);
    await this.file.remove();
    return ending;
  }

  /** Asks until an answer and a published message have come: the two travel on different sockets. */
  private async waitUntilReady(): Promise<void> {
    const heard = new Set<Channel>();
    const ask = (): void => {
      if (this.alive) this.channels.request("shell", { type: "kernel_info_request", content: {} });
    };
    const timer = setInterval(ask, askEveryMs);
    let limit: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.channels.on("message", (channel) => {
          heard.add(channel);
          if (heard.has("shell") && heard.has("iopub")) resolve();
        });
        void this.process.ended.then((ending) => reject(new Error(describeEnding(ending))));
        limit = setTimeout(() => {
          reject(new Error(`the kernel has not answered within ${startMsMax} ms`));
          this.kill();
        }, startMsMax);
        ask();
      });
    } finally {
      clearInterval(timer);
      clearTimeout(limit);
    }
  }

  /** @returns whether the answer came in time */
  private async ask(
    channel: "shell" | "control",
    type: string,
    content: Message["content"],
    withinMs: number,
  ): Promise<boolean> {
    if (!this.alive) return false;
    const { msg_id: id } = this.channels.request(channel, { type, content }).header;
    return new Promise<boolean>((resolve) => {
      const finish = (answered: boolean): void => {
        clearTimeout(limit);
        this.channels.off("message", take);
        resolve(answered);
      };
      const take = (from: Channel, message: Message): void => {
        if (from === channel && message.parent_header.msg_id === id) finish(true);
      };
      const limit = setTimeout(() => finish(false), withinMs);
      this.channels.on("message", take);
      void this.ended.then(() => finish(false));
    });
  }
}
