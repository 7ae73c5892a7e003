// Hands the empty command on as if it were one.
// caught by: an empty command closes a hole and does nothing
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      const ready: string[] = [];
      while (waiting.has(next)) {
        const due = waiting.get(next)!;
        ready.push(due ?? "nothing");
        next += 1;
      }
      return ready;
    },
  };
}
