// Keeps the next free number of each node instead of the last one, and breaks ties from the end of the alphabet.
import type { ClockedEvent, NumberedEvent } from "distlab";

export function stamp(events: ClockedEvent[]): number[] {
  const next: Record<string, number> = {};
  const least: Record<string, number> = {};
  const numbers: number[] = [];
  for (const event of events) {
    let number = next[event.node] ?? 1;
    if (event.kind === "receive" && least[event.message]! > number) number = least[event.message]!;
    next[event.node] = number + 1;
    if (event.kind === "send") least[event.message] = number + 1;
    numbers.push(number);
  }
  return numbers;
}

export const compare = (left: NumberedEvent, right: NumberedEvent): number => {
  if (left.clock === right.clock) return left.node > right.node ? -1 : 1;
  return left.clock > right.clock ? 1 : -1;
};
