// Carries out again what it is told again.
// caught by: told twice, carried out once
import type { ReplicaLog } from "distlab";

export function createLog(): ReplicaLog {
  const waiting = new Map<number, string | null>();
  let next = 1;
  return {
    chosen(slot, command) {
      waiting.set(slot, command);
      const ready: string[] = slot < next && command !== null ? [command] : [];
      while (waiting.has(next)) {
        const due = waiting.get(next)!;
        if (due !== null) ready.push(due);
        next += 1;
      }
      return ready;
    },
  };
}
