/**
 * Runs cells in a kernel, from Node: starts the process, executes code and gathers its outputs as a notebook stores
 * them. The command line's notebook runner and the tests use it; the server uses the parts below it (`connection`,
 * `process`, `channels`, `messages`).
 */
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { KernelChannels } from "./channels";
import { createConnection, writeConnectionFile } from "./connection";
import type { Connection, ConnectionFile } from "./connection";
import type { Message } from "./messages";
import { OutputCollector, outputOf } from "./outputs";
import type { MimeBundle, NotebookOutput } from "./outputs";
import { courseRoot } from "./paths";
import { KernelProcess } from "./process";
import type { Ending, KernelKind } from "./process";

export type { Ending, KernelKind } from "./process";
export type { MimeBundle, NotebookOutput } from "./outputs";

export interface StartOptions {
  /** Default `course`. */
  readonly kernel?: KernelKind;
  /** The folder from which cells import and in which they run. Default: the course's root. */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: { readonly [name: string]: string };
  /** How long the kernel may take to answer for the first time. Default 60,000. */
  readonly timeoutMs?: number;
}

export interface ExecuteOptions {
  /** Called with each output as it comes: of a stream, the new text only; of an updated display, its new state. */
  readonly onOutput?: (output: NotebookOutput) => void;
  /** After this long the cell is interrupted, and its result is an error named TimeoutError. Default: no limit. */
  readonly timeoutMs?: number;
  /** When this cell fails, requests that the kernel has already received are answered `aborted`. Default false. */
  readonly stopOnError?: boolean;
}

export interface ExecuteResult {
  /** `aborted`: an earlier cell failed and had asked for that, so this one did not run. */
  readonly status: "ok" | "error" | "aborted";
  /** As nbformat 4.5 stores them; a failed cell's last output is of the kind `error`. */
  readonly outputs: readonly NotebookOutput[];
  /** Null when the cell did not run. */
  readonly executionCount: number | null;
  /** From the request to the reply and the last output. */
  readonly milliseconds: number;
}

export interface Completion {
  readonly matches: readonly string[];
  /** The part of the code that a match replaces, in Unicode characters. */
  readonly start: number;
  readonly end: number;
}

interface ClientEvents {
  /** The kernel's process has ended without being asked to. */
  died: [ending: Ending];
  /** A cell put something out after its request had been answered, such as an error in a timer. */
  late: [output: NotebookOutput];
}

const bootAttempts = 5;
/** How long stock tslab skips cells after an error. */
const stockSkipsMs = 200;

/** The kernel's process is gone. */
export class KernelDied extends Error {
  override readonly name = "KernelDied";
  readonly ending: Ending;
  constructor(ending: Ending) {
    const how = ending.signal === null ? `exit code ${ending.code}` : `signal ${ending.signal}`;
    super(`the kernel has ended (${how})${ending.lastWords === "" ? "" : `: ${ending.lastWords}`}`);
    this.ending = ending;
  }
}

export class KernelClient extends EventEmitter<ClientEvents> {
  /** Starts a kernel and waits until it answers. @throws Error when it does not within `timeoutMs`, or dies */
  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const client = new KernelClient(options);
    await client.#bootOnFreePorts();
    return client;
  }

  readonly #options: Required<Omit<StartOptions, "env">> & Pick<StartOptions, "env">;
  #file: ConnectionFile | undefined;
  #process: KernelProcess | undefined;
  #channels: KernelChannels | undefined;
  #ending: Ending | undefined;
  #leaving = false;
  /** Who waits for messages, by the identifier of the request. */
  readonly #waiting = new Map<string, Waiting>();

  private constructor(options: StartOptions) {
    super();
    const defaults = { kernel: "course" as const, cwd: courseRoot(), timeoutMs: 60_000 };
    this.#options = { ...defaults, ...options };
  }

  /** The kernel's process; 0 when it could not be started. */
  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  get alive(): boolean {
    return this.#ending === undefined && this.#process?.running === true;
  }

  /** The sockets below, for what this class does not offer. They are replaced by a restart. */
  get channels(): KernelChannels {
    if (this.#channels === undefined) throw new Error("the kernel has not been started");
    return this.#channels;
  }

  /** Where the kernel listens, and its key. Replaced by a restart. */
  get connection(): Connection {
    if (this.#file === undefined) throw new Error("the kernel has not been started");
    return this.#file.connection;
  }

  /** Between choosing a port and listening on it, another program may take it; then others are tried. */
  async #bootOnFreePorts(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#boot();
      } catch (error) {
        const taken = error instanceof KernelDied && error.ending.lastWords.includes("Address already in use");
        if (!taken || attempt === bootAttempts) throw error;
      }
    }
  }

  async #boot(): Promise<void> {
    const { kernel, cwd, env, timeoutMs } = this.#options;
    this.#ending = undefined;
    this.#leaving = false;
    this.#file = await writeConnectionFile(await createConnection());
    const root = { kernel, root: cwd, connectionFile: this.#file.path };
    const process = new KernelProcess(env === undefined ? root : { ...root, env });
    const channels = new KernelChannels(this.#file.connection);
    this.#process = process;
    this.#channels = channels;
    channels.on("message", (channel, message) => this.#receive(channel, message));
    void process.ended.then((ending) => this.#end(process, ending));
    await this.#ready(timeoutMs);
  }

  /** Asks who is there until both the answer and a published message came: only then is nothing lost. */
  async #ready(timeoutMs: number): Promise<void> {
    const ask = () => this.channels.request("shell", { type: "kernel_info_request", content: {} });
    const heard = new Set<string>();
    const ready = new Promise<void>((resolve) => {
      this.channels.on("message", (channel) => heard.add(channel).has("shell") && heard.has("iopub") && resolve());
    });
    const again = setInterval(ask, 100);
    const tooLong = timeout(timeoutMs, `the kernel has not answered within ${timeoutMs} ms`);
    try {
      ask();
      const dead = this.#process!.ended.then((ending) => Promise.reject(new KernelDied(ending)));
      await Promise.race([ready, tooLong.promise, dead]);
    } catch (error) {
      // Nobody has seen this kernel, so nobody is told that it died.
      this.#leaving = true;
      this.#process?.kill();
      throw error;
    } finally {
      clearInterval(again);
      tooLong.cancel();
    }
  }

  #receive(channel: string, message: Message): void {
    const id = message.parent_header.msg_id;
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (waiting !== undefined) return waiting.take(channel, message);
    const late = channel === "iopub" ? outputOf(message) : undefined;
    if (late !== undefined) this.emit("late", late);
  }

  #end(process: KernelProcess, ending: Ending): void {
    if (process !== this.#process) return;
    this.#ending = ending;
    this.#channels?.close();
    void this.#file?.remove();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.died(ending);
    if (!this.#leaving) this.emit("died", ending);
  }

  /** Sends a request and waits for its reply and for the end of what it publishes. */
  #ask(channel: "shell" | "control", type: string, content: Message["content"], taker?: OutputTaker) {
    if (this.#ending !== undefined) return Promise.reject(new KernelDied(this.#ending));
    return new Promise<Message>((resolve, reject) => {
      const request = this.channels.request(channel, { type, content });
      const id = request.header.msg_id;
      const done = (reply: Message) => {
        this.#waiting.delete(id);
        resolve(reply);
      };
      this.#waiting.set(id, new Waiting(done, (ending) => reject(new KernelDied(ending)), taker));
    });
  }

  /** Runs code. Never rejects because of what the code does: a dead kernel is a result with an error named KernelDied. */
  async execute(code: string, options: ExecuteOptions = {}): Promise<ExecuteResult> {
    const { onOutput, timeoutMs, stopOnError = false } = options;
    const started = performance.now();
    const collector = new OutputCollector();
    const taker = (message: Message) => {
      const output = collector.add(message);
      if (output !== undefined) onOutput?.(output);
    };
    const content = { code, silent: false, store_history: true, allow_stdin: false, stop_on_error: stopOnError };
    const limit = timeoutMs === undefined ? undefined : this.#limit(timeoutMs);
    const since = () => performance.now() - started;
    try {
      const reply = await this.#executeRequest({ ...content, user_expressions: {} }, taker);
      return resultOf(reply, collector.outputs, since(), limit?.passed() === true ? timeoutMs : undefined);
    } catch (error) {
      if (!(error instanceof KernelDied)) throw error;
      const outputs = [...collector.outputs, errorOutput(error.name, error.message)];
      return { status: "error", outputs, executionCount: null, milliseconds: since() };
    } finally {
      limit?.cancel();
    }
  }

  /** Stock tslab skips what comes within 200 ms after an error; whoever runs a cell here wants it to run. */
  async #executeRequest(content: Message["content"], taker: OutputTaker): Promise<Message> {
    for (;;) {
      const reply = await this.#ask("shell", "execute_request", content, taker);
      if (reply.content["status"] !== "abort") return reply;
      await sleep(stockSkipsMs);
    }
  }

  /** Interrupts after the time has passed; a kernel that does not obey for another five seconds is ended. */
  #limit(timeoutMs: number): { passed(): boolean; cancel(): void } {
    let passed = false;
    let patience: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => {
      passed = true;
      this.interrupt().catch(() => undefined);
      patience = setTimeout(() => this.#process?.kill(), 5000);
    }, timeoutMs);
    const cancel = () => {
      clearTimeout(timer);
      clearTimeout(patience);
    };
    return { passed: () => passed, cancel };
  }

  /** What could stand at the cursor. `cursor` counts Unicode characters. */
  async complete(code: string, cursor: number): Promise<Completion> {
    const { content } = await this.#ask("shell", "complete_request", { code, cursor_pos: cursor });
    const { matches, cursor_start: start, cursor_end: end } = content;
    return { matches: matches as string[], start: start as number, end: end as number };
  }

  /** What is known of the name at the cursor; undefined when nothing is. `cursor` counts Unicode characters. */
  async inspect(code: string, cursor: number): Promise<MimeBundle | undefined> {
    const request = { code, cursor_pos: cursor, detail_level: 0 };
    const { content } = await this.#ask("shell", "inspect_request", request);
    return content["found"] === true ? (content["data"] as MimeBundle) : undefined;
  }

  /** Interrupts the running cell, which then fails with an error; does nothing when none runs. */
  async interrupt(): Promise<void> {
    if (this.#options.kernel === "stock") this.#process?.interrupt();
    else await this.#ask("control", "interrupt_request", {});
  }

  /** Ends the kernel and starts a new one; what it knew is gone. Cells that ran end with KernelDied. */
  async restart(): Promise<void> {
    await this.shutdown();
    await this.#bootOnFreePorts();
  }

  /** Asks the kernel to end, and ends it together with all that its cells started when it has not within 2 s. */
  async shutdown(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    this.#leaving = true;
    if (process.running) {
      this.#ask("control", "shutdown_request", { restart: false }).catch(() => undefined);
      const patience = setTimeout(() => process.kill(), 2000);
      await process.ended;
      clearTimeout(patience);
    }
    await process.ended;
    await this.#file?.remove();
  }
}

type OutputTaker = (message: Message) => void;

/** One request that is under way: done when its reply and the kernel's `idle` for it have both come. */
class Waiting {
  readonly #done: (reply: Message) => void;
  readonly #taker: OutputTaker | undefined;
  readonly died: (ending: Ending) => void;
  #reply: Message | undefined;
  #idle = false;

  constructor(done: (reply: Message) => void, died: (ending: Ending) => void, taker: OutputTaker | undefined) {
    this.#done = done;
    this.died = died;
    this.#taker = taker;
  }

  take(channel: string, message: Message): void {
    if (channel === "shell" || channel === "control") this.#reply = message;
    else if (message.header.msg_type !== "status") this.#taker?.(message);
    else if (message.content["execution_state"] === "idle") this.#idle = true;
    if (this.#reply !== undefined && this.#idle) this.#done(this.#reply);
  }
}

function errorOutput(ename: string, evalue: string): NotebookOutput {
  return { output_type: "error", ename, evalue, traceback: [`\u001B[31m${ename}\u001B[39m: ${evalue}`] };
}

function resultOf(
  reply: Message,
  outputs: readonly NotebookOutput[],
  milliseconds: number,
  timedOutMs: number | undefined,
): ExecuteResult {
  const { status: said, execution_count: count } = reply.content;
  // Stock tslab sends an `error` reply without an `error` output.
  const status = said === "ok" ? "ok" : said === "error" ? "error" : "aborted";
  const executionCount = typeof count === "number" ? count : null;
  if (status !== "error") return { status, outputs, executionCount, milliseconds };
  const rest = outputs.filter((output) => output.output_type !== "error");
  if (timedOutMs !== undefined) {
    const error = errorOutput("TimeoutError", `the cell ran longer than ${timedOutMs} ms and was interrupted`);
    return { status, outputs: [...rest, error], executionCount, milliseconds };
  }
  if (rest.length < outputs.length) return { status, outputs, executionCount, milliseconds };
  const error = errorOutput("Error", "the kernel reported a failure; its text is in the stderr stream above");
  return { status, outputs: [...outputs, error], executionCount, milliseconds };
}

/** A promise that rejects after a time, unless it is cancelled. */
function timeout(milliseconds: number, message: string): { readonly promise: Promise<never>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds);
  });
  return { promise, cancel: () => clearTimeout(timer) };
}
