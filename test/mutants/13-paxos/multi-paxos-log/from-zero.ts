// Begins to count at 0.
// caught by: slots in order are carried out at once
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 0;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      if (slot === 1 && !waiting.has(0)) return [];
      if (slot === 2) waiting.set(0, null);
      const ready: string[] = [];
      while (waiting.has(next)) {
        const due = waiting.get(next)!;
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
