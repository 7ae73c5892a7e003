// Orders by name, and by number only on the same node.
// caught by: everybody puts all events in the same order, by number first
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  const clocks = new Map<string, number>();
  const sent = new Map<string, number>();
  return events.map((event) => {
    // To receive is an event too: it comes after the sending, so it is larger than both numbers.
    const heard = event.kind === "receive" ? (sent.get(event.message) ?? 0) : 0;
    const clock = Math.max(clocks.get(event.node) ?? 0, heard) + 1;
    clocks.set(event.node, clock);
    if (event.kind === "send") sent.set(event.message, clock);
    return clock;
  });
}

export function compare(left: NumberedEvent, right: NumberedEvent): number {
  if (left.node === right.node) return left.clock - right.clock;
  return left.node < right.node ? -1 : 1;
}
