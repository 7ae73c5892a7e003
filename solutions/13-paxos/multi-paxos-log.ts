/** What is chosen waits in its slot; `next` is the first slot that has not been carried out. */
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
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
