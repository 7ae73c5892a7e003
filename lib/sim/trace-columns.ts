/**
 * The trace while it is written: columns of numbers, and one of references. An object for each event would cost as
 * much as the simulation itself; they are made when somebody first looks at the events.
 */
import type { Data, Millis, NodeId } from "../protocol";
import type { TraceEvent } from "../trace/trace";

/** What is common enough to have columns; everything else is kept as the event that it is. */
const sent = 1;
const delivered = 2;
const fired = 3;
const other = 0;

export class TraceColumns {
  length = 0;
  private capacity = 64;
  private kinds = new Uint8Array(this.capacity);
  private times = new Float64Array(this.capacity);
  private nodes = new Int32Array(this.capacity);
  private peers = new Int32Array(this.capacity);
  private ids = new Int32Array(this.capacity);
  private readonly references: unknown[] = [];
  private events: TraceEvent[] | undefined;

  constructor(private readonly names: readonly NodeId[]) {}

  send(at: Millis, node: number, to: number, id: number, message: Data): void {
    this.add(sent, at, node, to, id, message);
  }

  deliver(at: Millis, node: number, from: number, id: number, message: Data): void {
    this.add(delivered, at, node, from, id, message);
  }

  timer(at: Millis, node: number, timer: string): void {
    this.add(fired, at, node, 0, 0, timer);
  }

  event(event: TraceEvent): void {
    this.add(other, event.at, 0, 0, 0, event);
  }

  /** Adds fields to the event at `place`. */
  extend(place: number, fields: object): void {
    const event = { ...this.eventAt(place), ...fields } as TraceEvent;
    this.kinds[place] = other;
    this.references[place] = event;
  }

  /** All events, as objects. */
  all(): readonly TraceEvent[] {
    if (this.events?.length !== this.length) {
      this.events = Array.from({ length: this.length }, (_, place) => this.eventAt(place));
    }
    return this.events;
  }

  /** Every message that was sent, in order. */
  sentMessages(): readonly Data[] {
    return this.references.filter((_, place) => this.kinds[place] === sent) as readonly Data[];
  }

  private add(kind: number, at: Millis, node: number, peer: number, id: number, reference: unknown): void {
    if (this.length === this.capacity) this.grow();
    const place = this.length++;
    this.kinds[place] = kind;
    this.times[place] = at;
    this.nodes[place] = node;
    this.peers[place] = peer;
    this.ids[place] = id;
    this.references.push(reference);
  }

  private eventAt(place: number): TraceEvent {
    const at = this.times[place]!;
    const node = this.names[this.nodes[place]!]!;
    const peer = this.names[this.peers[place]!]!;
    const id = this.ids[place]!;
    const reference = this.references[place];
    switch (this.kinds[place]) {
      case sent:
        return { kind: "send", at, node, id, to: peer, message: reference as Data };
      case delivered:
        return { kind: "deliver", at, node, id, from: peer, message: reference as Data };
      case fired:
        return { kind: "timer", at, node, timer: reference as string };
      default:
        return reference as TraceEvent;
    }
  }

  private grow(): void {
    this.capacity *= 2;
    this.kinds = larger(this.kinds, new Uint8Array(this.capacity));
    this.times = larger(this.times, new Float64Array(this.capacity));
    this.nodes = larger(this.nodes, new Int32Array(this.capacity));
    this.peers = larger(this.peers, new Int32Array(this.capacity));
    this.ids = larger(this.ids, new Int32Array(this.capacity));
  }
}

function larger<Column extends Uint8Array | Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
