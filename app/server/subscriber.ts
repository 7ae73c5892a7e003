// One page's end of a kernel. While its connection is gone, what the kernel says is kept for it; when it comes back,
// under the same session, it gets all of it in the order in which it was said.
import { sizeOf } from "./execution-log";
import type { ChannelMessage } from "./wire";

/** How much is kept for a page that is away. Beyond that its outputs are dropped, and it is told so. */
const backlogBytesMax = 32 * 1024 * 1024;

export interface Outlet {
  send(message: ChannelMessage): void;
  close(code: number, reason: string): void;
}

/** Types that are dropped last: without them a page would wait for ever. */
const essential = new Set(["status", "execute_reply", "execute_input", "error"]);

export class Subscriber {
  private outlet: Outlet | null = null;
  private backlog: ChannelMessage[] = [];
  private backlogBytes = 0;
  private lostAt = 0;

  constructor(readonly session: string) {}

  get connected(): boolean {
    return this.outlet !== null;
  }

  /** When it lost its connection, in milliseconds since the epoch; of no meaning while it has one. */
  get awaySince(): number {
    return this.lostAt;
  }

  /** Takes a connection; an older one of the same session is stale and is closed. */
  attach(outlet: Outlet): void {
    const stale = this.outlet;
    this.outlet = outlet;
    stale?.close(4000, "the same session has connected again");
    const missed = this.backlog;
    this.backlog = [];
    this.backlogBytes = 0;
    for (const message of missed) outlet.send(message);
  }

  /** Lets go of a connection; does nothing when another has replaced it. @returns whether it was the present one */
  detach(outlet: Outlet): boolean {
    if (this.outlet !== outlet) return false;
    this.outlet = null;
    this.lostAt = Date.now();
    return true;
  }

  deliver(message: ChannelMessage): void {
    if (this.outlet !== null) return this.outlet.send(message);
    const bytes = sizeOf(message.message);
    if (this.backlogBytes + bytes > backlogBytesMax && !essential.has(message.message.header.msg_type)) {
      this.sayThatSomethingIsMissing(message);
      return;
    }
    this.backlogBytes += bytes;
    this.backlog.push(message);
  }

  /** Takes over what was kept for another page: that one was reloaded and is now this one. */
  inherit(other: Subscriber): void {
    this.backlog = [...other.backlog];
    this.backlogBytes = other.backlogBytes;
  }

  close(code: number, reason: string): void {
    this.outlet?.close(code, reason);
    this.outlet = null;
  }

  private sayThatSomethingIsMissing({ channel, message }: ChannelMessage): void {
    const last = this.backlog.at(-1)?.message;
    if (last?.metadata["distlab_missing"] === true && last.parent_header.msg_id === message.parent_header.msg_id)
      return;
    this.backlog.push({
      channel,
      message: {
        ...message,
        header: { ...message.header, msg_type: "stream" },
        metadata: { distlab_missing: true },
        content: { name: "stderr", text: "[more output came while this page was away than could be kept for it]\n" },
        buffers: [],
      },
    });
  }
}
