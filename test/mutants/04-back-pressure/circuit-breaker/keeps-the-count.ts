// Closes after a trial with the failures of before, so that the next one opens it.
// caught by: after a trial that worked it takes three failures again
import type { CircuitBreakerAnswer } from "distlab";

export const createBreaker: CircuitBreakerAnswer["createBreaker"] = ({ failuresMax, restMs }) => {
  let state: "closed" | "open" | "trying" = "closed";
  let failures = 0;
  let nextTicket = 0;
  let era = 0;
  let nextTrialMs = 0;

  function change(to: typeof state): void {
    state = to;
    era = nextTicket;
  }

  return {
    ask(atMs) {
      if (state !== "closed") {
        if (atMs < nextTrialMs) return null;
        change("trying");
        nextTrialMs = atMs + restMs;
      }
      nextTicket += 1;
      return nextTicket - 1;
    },
    report(ticket, worked, atMs) {
      if (ticket < era || state === "open") return;
      if (worked) {
        if (state === "trying") change("closed");
        return;
      }
      failures += 1;
      if (state === "closed" && failures < failuresMax) return;
      change("open");
      failures = failuresMax - 1;
      nextTrialMs = atMs + restMs;
    },
  };
};
