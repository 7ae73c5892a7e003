// Carries out one command at a time, though several wait.
// caught by: nothing past a hole
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      const ready: string[] = [];
      if (waiting.has(next)) {
        const due = waiting.get(next)!;
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
