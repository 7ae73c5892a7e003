// Keeps the calls that count in a set, and clears it whenever the breaker changes.
import type { Breaker } from "distlab";

export function createBreaker({ failuresMax, restMs }: { failuresMax: number; restMs: number }): Breaker {
  const counting = new Set<number>();
  let tickets = 100;
  let inARow = 0;
  let shutUntilMs: number | null = null;

  return {
    ask(atMs) {
      if (shutUntilMs !== null && atMs < shutUntilMs) return null;
      tickets += 7;
      if (shutUntilMs !== null) {
        counting.clear();
        shutUntilMs = atMs + restMs;
      }
      counting.add(tickets);
      return tickets;
    },
    report(ticket, worked, atMs) {
      if (!counting.delete(ticket)) return;
      inARow = worked ? 0 : inARow + 1;
      if (worked) shutUntilMs = null;
      else if (shutUntilMs !== null || inARow >= failuresMax) {
        shutUntilMs = atMs + restMs;
        inARow = 0;
        counting.clear();
      }
    },
  };
}
