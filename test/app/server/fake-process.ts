// A kernel's process that does exactly what the test says.
import { createMessage } from "../../../app/kernel/messages";
import type { Channel, Message } from "../../../app/kernel/messages";
import type { Ending } from "../../../app/kernel/process";
import type { SparableKernel } from "../../../app/server/kernels";

/** Lets everything that waits for a settled promise go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let nextPid = 0;

export class FakeProcess implements SparableKernel {
  readonly pid = (nextPid += 1);
  readonly received: Message[] = [];
  stopped = false;
  warm = false;
  private isAlive = true;
  interrupted = 0;
  becomeReady: () => void = () => {};
  failToStart: (error: Error) => void = () => {};
  end: (ending: Partial<Ending>) => void = () => {};
  readonly ready: Promise<void>;
  readonly ended: Promise<Ending>;
  private listener: (channel: Channel, message: Message) => void = () => {};

  constructor(readonly session: string) {
    this.ready = new Promise((resolve, reject) => {
      this.becomeReady = resolve;
      this.failToStart = reject;
    });
    this.ended = new Promise((resolve) => {
      this.end = (ending) => {
        this.isAlive = false;
        resolve({ code: null, signal: null, lastWords: "", ...ending });
      };
    });
  }

  listen(listener: (channel: Channel, message: Message) => void): void {
    this.listener = listener;
  }
  send(_channel: string, message: Message): void {
    this.received.push(message);
  }
  async interrupt(): Promise<void> {
    this.interrupted += 1;
  }
  get alive(): boolean {
    return this.isAlive;
  }
  async warmUp(): Promise<void> {
    await this.ready;
    this.warm = true;
  }
  async stop(): Promise<void> {
    this.kill();
  }
  kill(): void {
    this.stopped = true;
    this.end({ code: 0 });
  }

  say(channel: Channel, type: string, content: Message["content"], request?: Message): void {
    this.listener(
      channel,
      createMessage({ type, session: "its own", content, ...(request && { parent: request.header }) }),
    );
  }
  print(text: string, request: Message): void {
    this.say("iopub", "stream", { name: "stdout", text }, request);
  }
  finish(request: Message): void {
    this.say("shell", "execute_reply", { status: "ok", execution_count: 1 }, request);
    this.say("iopub", "status", { execution_state: "idle" }, request);
  }
}
