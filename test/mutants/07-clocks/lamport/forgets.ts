// Forgets a message once somebody has received it.
// caught by: a message carries the number that it was sent with
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  const clocks = new Map<string, number>();
  const sent = new Map<string, number>();
  return events.map((event) => {
    // To receive is an event too: it comes after the sending, so it is larger than both numbers.
    const heard = event.kind === "receive" ? (sent.get(event.message) ?? 0) : 0;
    const clock = Math.max(clocks.get(event.node) ?? 0, heard) + 1;
    clocks.set(event.node, clock);
    if (event.kind === "receive") sent.delete(event.message);
    if (event.kind === "send") sent.set(event.message, clock);
    return clock;
  });
}

export function compare(left: NumberedEvent, right: NumberedEvent): number {
  if (left.clock !== right.clock) return left.clock - right.clock;
  return left.node < right.node ? -1 : 1;
}
