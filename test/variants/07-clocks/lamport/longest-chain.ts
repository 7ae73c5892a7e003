// Looks for the longest chain that leads to each event, and has no clocks at all.
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  const lengthTo = (index: number): number => {
    const event = events[index]!;
    const previous = events.findLastIndex((other, place) => place < index && other.node === event.node);
    const origin =
      event.kind === "receive"
        ? events.findIndex((other) => other.kind === "send" && other.message === event.message)
        : -1;
    return 1 + Math.max(0, ...[previous, origin].filter((place) => place >= 0).map(lengthTo));
  };
  return events.map((_event, index) => lengthTo(index));
}

export function compare(left: NumberedEvent, right: NumberedEvent): number {
  return left.clock - right.clock || (left.node > right.node ? -0.5 : 0.5);
}
