// Carries commands out as they come.
// caught by: nothing past a hole
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      const ready: string[] = [];
      next = slot;
      while (waiting.has(next) && next === slot) {
        const due = waiting.get(next)!;
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
