/** One process of a cluster, seen from the process that started it. */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Address, HostStatus } from "distlab";
import type { FromProcess, ProcessSpec, ToProcess } from "./control";

/** How long a process may take to start or to stop before that is an error, in milliseconds. */
const patienceMs = 60_000;

/** What cannot be cleared away when this program ends in whatever way: none of its processes may stay. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export class Member {
  address: Address | undefined;
  status: HostStatus | undefined;
  paused = false;
  /** Why it ended by itself. */
  failure: string | undefined;
  refusals = 0;
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly waiting = new Map<FromProcess["kind"], (message: FromProcess) => void>();
  private isUp = true;

  private constructor(
    readonly spec: ProcessSpec,
    entry: string,
    onFailure: (member: Member) => void,
  ) {
    // Standard output would mix with what the person sees; errors of Node itself are worth seeing.
    this.child = fork(entry, [], { stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: ["--enable-source-maps"] });
    running.add(this.child);
    this.child.on("message", (message: FromProcess) => this.hear(message));
    this.child.on("error", () => undefined);
    this.exited = new Promise((resolve) => {
      this.child.once("exit", () => {
        running.delete(this.child);
        this.isUp = false;
        for (const settle of this.waiting.values()) settle({ kind: "failed", message: "it ended" });
        if (this.failure !== undefined) onFailure(this);
        resolve();
      });
    });
  }

  /**
   * Starts a process and waits until it listens.
   * @throws Error that says why it could not
   */
  static async start(spec: ProcessSpec, entry: string, onFailure: (member: Member) => void): Promise<Member> {
    const member = new Member(spec, entry, onFailure);
    const answer = await member.ask({ kind: "open", spec }, "listens");
    if (answer.kind !== "listens") {
      await member.kill();
      throw new Error(`${spec.process} could not start: ${member.failure ?? "it ended"}`);
    }
    member.address = answer.address;
    return member;
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get up(): boolean {
    return this.isUp;
  }

  tell(message: ToProcess): void {
    // A process that has just ended hears nothing; that it has is told elsewhere.
    if (this.isUp && this.child.connected) this.child.send(message, () => undefined);
  }

  /** Asks how it does, and waits; one that is paused or gone does not answer, and the last status stands. */
  async look(): Promise<void> {
    if (!this.paused && this.isUp) await this.ask({ kind: "status" }, "status", 1000);
  }

  /** SIGKILL: what is not on the disk is gone. Works on one that is paused too. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.exited;
  }

  pause(): void {
    this.paused = this.child.kill("SIGSTOP");
  }

  resume(): void {
    this.child.kill("SIGCONT");
    this.paused = false;
  }

  /** Ends it in good order, so that its trace is whole; kills it where that takes too long. */
  async stop(): Promise<void> {
    if (!this.isUp) return;
    if (this.paused) this.resume();
    await this.ask({ kind: "stop" }, "stopped");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await this.exited;
    clearTimeout(late);
  }

  private hear(message: FromProcess): void {
    if (message.kind === "status") this.status = message.status;
    if (message.kind === "failed") this.failure = message.message;
    if (message.kind === "refused") this.refusals += 1;
    this.waiting.get(message.kind)?.(message);
    if (message.kind === "failed") for (const settle of this.waiting.values()) settle(message);
  }

  /** Resolves with the answer, or with `failed` where it does not come. */
  private ask(message: ToProcess, answer: FromProcess["kind"], withinMs = patienceMs): Promise<FromProcess> {
    return new Promise((resolve) => {
      const late = setTimeout(() => settle({ kind: "failed", message: "it did not answer" }), withinMs);
      const settle = (heard: FromProcess): void => {
        clearTimeout(late);
        this.waiting.delete(answer);
        resolve(heard);
      };
      this.waiting.set(answer, settle);
      this.tell(message);
      if (!this.isUp) settle({ kind: "failed", message: "it ended" });
    });
  }
}
