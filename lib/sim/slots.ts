/** What the events of the queue are: one number, a slot, for each; freed slots are used again. */
import type { Data, NodeId } from "../protocol";
import type { Fault } from "./faults";
import type { Link } from "./links";

/** A message on its way. It is the handler's input as it stands. */
export class Delivery {
  readonly kind = "message";
  constructor(
    readonly from: NodeId,
    readonly message: Data,
    readonly id: number,
    readonly link: Link,
  ) {}
}

/** A timer that was set. It is the handler's input as it stands. */
export class TimerFiring {
  readonly kind = "timer";
  constructor(readonly timer: string) {}
}

/** A fault begins or ends; a script goes on. */
export type Happening =
  | Delivery
  | TimerFiring
  | { readonly kind: "fault"; readonly fault: Fault; readonly begins: boolean }
  | { readonly kind: "restart" }
  | { readonly kind: "wake" };

export class Slots {
  private readonly happenings: (Happening | undefined)[] = [];
  private nodes = new Int32Array(64);
  private readonly free: number[] = [];

  /** @param node the index of the node that it happens to; -1 for none */
  take(happening: Happening, node: number): number {
    const slot = this.free.pop() ?? this.happenings.length;
    if (slot === this.nodes.length) {
      const larger = new Int32Array(slot * 2);
      larger.set(this.nodes);
      this.nodes = larger;
    }
    this.happenings[slot] = happening;
    this.nodes[slot] = node;
    return slot;
  }

  happening(slot: number): Happening {
    return this.happenings[slot]!;
  }

  node(slot: number): number {
    return this.nodes[slot]!;
  }

  release(slot: number): void {
    this.happenings[slot] = undefined;
    this.free.push(slot);
  }
}
