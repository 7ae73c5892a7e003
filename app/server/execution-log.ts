// Remembers what each run of a cell has put out, for a page that was away: reloaded in the middle of a long run, or
// opened a second time. Jupyter forgets this; then a reload loses what was printed before it.
import type { Execution } from "./contract";
import type { ChannelMessage } from "./wire";
import { toJson } from "./wire";
import type { Message } from "../kernel/messages";

/** Of one run, and of all runs together. Bytes of output text, roughly. */
const runBytesMax = 8 * 1024 * 1024;
const totalBytesMax = 32 * 1024 * 1024;
const finishedRunsMax = 200;

interface Run {
  readonly request: Message;
  readonly startedAt: string;
  readonly messages: { readonly message: ChannelMessage; readonly bytes: number }[];
  bytes: number;
  truncated: boolean;
  replied: boolean;
  idle: boolean;
}

/** About how much memory a message holds; exact for long texts, which are what counts. */
export function sizeOf(message: Message): number {
  let bytes = 300;
  const queue: unknown[] = [message.content];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (typeof value === "string") bytes += value.length;
    else if (typeof value === "object" && value !== null)
      queue.push(...Object.values(value).filter((v) => v !== undefined));
    else bytes += 8;
  }
  return message.buffers.reduce((sum, buffer) => sum + buffer.byteLength, bytes);
}

const isDone = (run: Run): boolean => run.replied && run.idle;

export class ExecutionLog {
  /** By the request's msg_id, oldest first. */
  private readonly runs = new Map<string, Run>();
  private bytes = 0;

  /** A page has asked the kernel to run something. */
  begin(request: Message): void {
    if (request.content["silent"] === true) return;
    this.runs.set(request.header.msg_id, {
      request,
      startedAt: new Date().toISOString(),
      messages: [],
      bytes: 0,
      truncated: false,
      replied: false,
      idle: false,
    });
  }

  /** The kernel has said something; it is kept when it belongs to a run. */
  add(message: ChannelMessage): void {
    const run = this.runs.get(message.message.parent_header.msg_id ?? "");
    if (run === undefined) return;
    const { msg_type: type } = message.message.header;
    if (message.channel === "shell") run.replied = true;
    if (type === "status") run.idle ||= message.message.content["execution_state"] === "idle";
    const bytes = sizeOf(message.message);
    run.messages.push({ message, bytes });
    this.grow(run, bytes);
    while (run.bytes > runBytesMax && run.messages.length > 1) this.dropFirst(run);
    if (isDone(run) || this.bytes > totalBytesMax) this.forgetOld();
  }

  /** The runs that the kernel has not finished, in the order in which they were asked for. */
  unfinished(): Message[] {
    return [...this.runs.values()].filter((run) => !isDone(run)).map((run) => run.request);
  }

  list(): Execution[] {
    return [...this.runs.values()].map((run) => ({
      messageId: run.request.header.msg_id,
      cellId: typeof run.request.metadata["cellId"] === "string" ? run.request.metadata["cellId"] : null,
      state: isDone(run) ? "done" : "running",
      startedAt: run.startedAt,
      truncated: run.truncated,
      messages: run.messages.map(({ message }) => toJson(message)),
    }));
  }

  private grow(run: Run, bytes: number): void {
    run.bytes += bytes;
    this.bytes += bytes;
  }

  private dropFirst(run: Run): void {
    const first = run.messages.shift();
    if (first === undefined) return;
    this.grow(run, -first.bytes);
    run.truncated = true;
  }

  private forgetOld(): void {
    const done = [...this.runs].filter(([, run]) => isDone(run));
    let surplus = done.length - finishedRunsMax;
    for (const [id, run] of done) {
      if (surplus <= 0 && this.bytes <= totalBytesMax) return;
      surplus -= 1;
      this.bytes -= run.bytes;
      this.runs.delete(id);
    }
  }
}
