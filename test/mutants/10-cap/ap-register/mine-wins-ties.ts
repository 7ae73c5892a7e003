// Prefers its own value where the clocks are equal.
// caught by: two that wrote in a split agree afterwards, whoever tells first
import type { ApReplica, Data, NodeId } from "distlab";

type Held = { clock: number; writer: string; value: string };

export function createReplica(name: NodeId): ApReplica {
  let clock = 0;
  let held: Held | null = null;
  return {
    write(value) {
      clock += 1;
      held = { clock, writer: name, value };
    },
    read: () => held?.value ?? null,
    tell: () => held,
    hear(told: Data) {
      const other = told as Held | null;
      if (other === null) return;
      clock = Math.max(clock, other.clock);
      if (held === null || other.clock > held.clock) held = other;
    },
  };
}

function isLater(left: Held, right: Held): boolean {
  return left.clock > right.clock || (left.clock === right.clock && left.writer > right.writer);
}
