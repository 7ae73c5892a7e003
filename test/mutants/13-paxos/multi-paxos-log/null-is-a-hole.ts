// Takes an empty command for a hole that is still open.
// caught by: an empty command closes a hole and does nothing
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      if (command !== null) waiting.set(slot, command);
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
