// Makes one log, and hands it to everybody.
// caught by: two hundred logs in any order, each command once and in its place
import type { ReplicaLog } from "distlab";

const waiting = new Map<number, string | null>();
let next = 1;

export function createLog(): ReplicaLog {
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
