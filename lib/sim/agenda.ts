/** What is going to happen: the event queue, and what each of its slots stands for. Freed slots are used again. */
import type { Data, Millis, NodeId } from "../protocol";
import type { Fault } from "./faults";
import type { Link } from "./links";
import type { SimulatedNode } from "./nodes";
import { EventQueue } from "./queue";

/** A message on its way. It is the handler's input as it stands. */
export class Delivery {
  readonly kind = "message";
  constructor(
    readonly from: NodeId,
    readonly message: Data,
    readonly id: number,
    readonly link: Link,
  ) {}

  get node(): SimulatedNode {
    return this.link.to;
  }
}

/** A timer that was set. It is the handler's input as it stands. */
export class TimerFiring {
  readonly kind = "timer";
  constructor(
    readonly timer: string,
    readonly node: SimulatedNode,
  ) {}
}

/** A node boots, for the first time or again. */
export class Boot {
  readonly kind = "boot";
  constructor(readonly node: SimulatedNode) {}
}

/** A script goes on: a sleep is over, or it has waited long enough. */
export class Wake {
  readonly kind = "wake";
  constructor(readonly node: SimulatedNode) {}
}

/** A message or a timer that a slow node only now gets round to. */
export class Late {
  readonly kind = "late";
  constructor(
    readonly what: Delivery | TimerFiring,
    /** Of the node: what a crash has overtaken is lost, even if the node is up again. */
    readonly incarnation: number,
  ) {}
}

/** A fault begins or ends. */
export class FaultChange {
  readonly kind = "fault";
  constructor(
    readonly fault: Fault,
    readonly begins: boolean,
  ) {}
}

/** All nodes have booted: from here on properties are looked at. */
export class Begin {
  readonly kind = "begin";
}

export type Happening = Delivery | TimerFiring | Boot | Wake | Late | FaultChange | Begin;

export class Agenda {
  private readonly queue = new EventQueue();
  private readonly happenings: (Happening | undefined)[] = [];
  private readonly free: number[] = [];
  /** How many slots in the queue were cancelled. */
  private cancelled = 0;

  /** The time of what comes next, which may have been cancelled; Infinity where nothing does. */
  get nextTime(): number {
    return this.queue.nextTime;
  }

  /** Whether nothing is going to happen any more. */
  get isEmpty(): boolean {
    return this.queue.length === this.cancelled;
  }

  /** Returns a slot by which it can be cancelled until it happens. */
  add(atMs: Millis, happening: Happening): number {
    const slot = this.free.pop() ?? this.happenings.length;
    this.happenings[slot] = happening;
    this.queue.push(atMs, slot);
    return slot;
  }

  cancel(slot: number): void {
    this.happenings[slot] = undefined;
    this.cancelled += 1;
    // A timer that is set again with every message must not leave a trail of its former selves.
    if (this.cancelled > 4096 && this.cancelled * 2 > this.queue.length) this.compact();
  }

  /** Takes out what comes next; undefined where it was cancelled. */
  take(): Happening | undefined {
    const slot = this.queue.pop();
    const happening = this.happenings[slot];
    this.free.push(slot);
    if (happening === undefined) this.cancelled -= 1;
    else this.happenings[slot] = undefined;
    return happening;
  }

  /** The messages on their way, in the order in which they were sent. */
  deliveries(): readonly Delivery[] {
    const found: Delivery[] = [];
    for (const slot of this.queue.waiting()) {
      const happening = this.happenings[slot];
      const delivery = happening?.kind === "late" ? happening.what : happening;
      if (delivery?.kind === "message") found.push(delivery);
    }
    return found.toSorted((left, right) => left.id - right.id);
  }

  private compact(): void {
    this.queue.retain((slot) => {
      if (this.happenings[slot] !== undefined) return true;
      this.free.push(slot);
      return false;
    });
    this.cancelled = 0;
  }
}
