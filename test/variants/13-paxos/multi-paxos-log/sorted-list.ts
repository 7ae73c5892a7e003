// Keeps a sorted list of what waits.
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  let done = 0;
  let waiting: { slot: number; command: string | null }[] = [];
  return {
    chosen(slot, command) {
      if (slot <= done || waiting.some((other) => other.slot === slot)) return [];
      waiting = [...waiting, { slot, command }].toSorted((left, right) => left.slot - right.slot);
      const ready: string[] = [];
      while (waiting[0]?.slot === done + 1) {
        const first = waiting.shift()!;
        done += 1;
        if (first.command !== null) ready.push(first.command);
      }
      return ready;
    },
  };
}
