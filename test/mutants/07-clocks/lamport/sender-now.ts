// Reads the sender's clock when the message arrives, instead of what it was sent with.
// caught by: a message carries the number that it was sent with
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  const clocks = new Map<string, number>();
  const senders = new Map<string, string>();
  return events.map((event) => {
    const sender = event.kind === "receive" ? (senders.get(event.message) ?? "") : "";
    const clock = Math.max(clocks.get(event.node) ?? 0, clocks.get(sender) ?? 0) + 1;
    clocks.set(event.node, clock);
    if (event.kind === "send") senders.set(event.message, event.node);
    return clock;
  });
}

export function compare(left: NumberedEvent, right: NumberedEvent): number {
  if (left.clock !== right.clock) return left.clock - right.clock;
  return left.node < right.node ? -1 : 1;
}
