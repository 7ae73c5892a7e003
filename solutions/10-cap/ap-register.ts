/**
 * Each value carries a tag, a Lamport clock and the writer's name, and the highest tag wins wherever it arrives. Hearing
 * moves the clock, so that whoever writes after having heard is above it; the name makes two tags never equal.
 */
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
      if (held === null || isLater(other, held)) held = other;
    },
  };
}

function isLater(left: Held, right: Held): boolean {
  return left.clock > right.clock || (left.clock === right.clock && left.writer > right.writer);
}
