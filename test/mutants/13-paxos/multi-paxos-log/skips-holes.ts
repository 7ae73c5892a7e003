// Gives up waiting for a hole when two commands stand behind it.
// caught by: nothing past a hole
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      const ready: string[] = [];
      if (!waiting.has(next) && waiting.has(next + 1) && waiting.has(next + 2)) next += 1;
      while (waiting.has(next)) {
        const due = waiting.get(next)!;
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
