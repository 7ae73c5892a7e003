/**
 * One trace of the traces of several processes, in an order that respects cause and effect. Pure.
 *
 * Each process's events keep their order, and a message is delivered after it was sent (Lamport, "Time, clocks, and the
 * ordering of events in a distributed system", 1978). Among what both rules allow, the earlier by its own process's
 * clock comes first. Where clocks disagree, times are moved forward as far as the order needs, never back.
 */
import type { Millis, NodeId } from "../protocol";
import type { Trace, TraceEvent } from "../trace/trace";
import type { ProcessTrace } from "./trace-file";

/** How the traces of several processes become one. */
export interface MergeOptions {
  /** The nodes in the order in which they are drawn; those that are not named come after them. Default: as they come. */
  readonly nodes?: readonly NodeId[];
  /** For captions. Default `real processes`. */
  readonly origin?: string;
  /**
   * Whether messages that never arrived are told as lost, which they are if nothing is under way any more: at once, or
   * when their receiver crashed or the link was cut. Default true.
   */
  readonly ended?: boolean;
}

type Delivery = Extract<TraceEvent, { kind: "deliver" }>;
type Sent = Extract<TraceEvent, { kind: "send" }>;

/** Merges what several processes told, and numbers messages and operations anew, from 1. */
export function mergeTraces(traces: readonly ProcessTrace[], options: MergeOptions = {}): Trace {
  const nodes = [...new Set([...(options.nodes ?? []), ...traces.flatMap((trace) => trace.nodes)])];
  const merge = new Merge(traces);
  const events = merge.run();
  return {
    nodes,
    time: "ms",
    origin: options.origin ?? "real processes",
    events: options.ended === false ? events : withLosses(events),
  };
}

/** Where the reader of one process's events stands. */
interface Head {
  readonly events: readonly TraceEvent[];
  next: number;
}

class Merge {
  private readonly heads: readonly Head[];
  private readonly events: TraceEvent[] = [];
  /** New numbers of messages by sender and old number. */
  private readonly messages = new Map<string, number>();
  private readonly operations = new Map<string, number>();
  /** Messages whose sending is in one of the traces. */
  private readonly told: ReadonlySet<string>;
  private nowMs: Millis = 0;

  constructor(traces: readonly ProcessTrace[]) {
    this.heads = traces.map(({ events }) => ({ events, next: 0 }));
    this.told = new Set(
      traces.flatMap(({ events }) =>
        events.flatMap((event) => (event.kind === "send" ? [key(event.node, event.id)] : [])),
      ),
    );
  }

  run(): readonly TraceEvent[] {
    for (let head = this.choose(); head !== undefined; head = this.choose()) {
      this.emit(head.events[head.next++]!);
    }
    return this.events;
  }

  /** The earliest event that may come now. Where two traces wait for each other, one is damaged: the earliest of all. */
  private choose(): Head | undefined {
    let best: Head | undefined;
    let first: Head | undefined;
    for (const head of this.heads) {
      const event = head.events[head.next];
      if (event === undefined) continue;
      if (first === undefined || event.at < first.events[first.next]!.at) first = head;
      if (!this.mayCome(event)) continue;
      if (best === undefined || event.at < best.events[best.next]!.at) best = head;
    }
    return best ?? first;
  }

  private mayCome(event: TraceEvent): boolean {
    if (event.kind !== "deliver" && event.kind !== "lose") return true;
    const sent = key(event.from, event.id);
    return this.messages.has(sent) || !this.told.has(sent);
  }

  private emit(event: TraceEvent): void {
    this.nowMs = Math.max(this.nowMs, event.at);
    const at = this.nowMs;
    switch (event.kind) {
      case "send":
        this.events.push({ ...event, at, id: this.number(this.messages, key(event.node, event.id)) });
        return;
      case "deliver":
        this.events.push({ ...event, at, id: this.deliveredId(event) });
        return;
      case "lose":
      case "duplicate":
      case "corrupt":
        this.events.push({ ...event, at, id: this.number(this.messages, key(event.from, event.id)) });
        return;
      case "invoke":
      case "complete":
        this.events.push({ ...event, at, op: this.number(this.operations, key(event.node, event.op)) });
        return;
      default:
        this.events.push({ ...event, at });
    }
  }

  /** A message that nobody tells of having sent was sent all the same: the sender could not write it down. */
  private deliveredId({ from, node: to, id, message }: Delivery): number {
    const sent = key(from, id);
    if (!this.messages.has(sent)) {
      const sending: Sent = {
        kind: "send",
        at: this.nowMs,
        node: from,
        id: this.number(this.messages, sent),
        to,
        message,
      };
      this.events.push(sending);
    }
    return this.messages.get(sent)!;
  }

  private number(numbers: Map<string, number>, old: string): number {
    const known = numbers.get(old);
    if (known !== undefined) return known;
    numbers.set(old, numbers.size + 1);
    return numbers.size;
  }
}

const key = (node: NodeId, id: number): string => `${node} ${id}`;

/** Tells of every message that never arrived where it was lost. */
function withLosses(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const arrived = new Set(
    events.flatMap((event) => (event.kind === "deliver" || event.kind === "lose" ? [event.id] : [])),
  );
  const up = new Set<NodeId>();
  return events.flatMap((event) => {
    if (event.kind === "start") up.add(event.node);
    if (event.kind === "crash") up.delete(event.node);
    if (event.kind !== "send" || arrived.has(event.id)) return [event];
    const { at, id, node: from, to, message } = event;
    return [
      event,
      { kind: "lose" as const, at, id, from, to, message, why: up.has(to) ? ("loss" as const) : ("down" as const) },
    ];
  });
}
