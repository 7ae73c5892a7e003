// Lets a trial fail three times before it opens again.
// caught by: a trial that fails means a whole rest more
import type { CircuitBreakerAnswer } from "distlab";

export const createBreaker: CircuitBreakerAnswer["createBreaker"] = ({ failuresMax, restMs }) => {
  let state: "closed" | "open" | "trying" = "closed";
  let failures = 0;
  let nextTicket = 0;
  let era = 0;
  let nextTrialMs = 0;

  function change(to: typeof state): void {
    state = to;
    failures = 0;
    era = nextTicket;
  }

  return {
    ask(atMs) {
      if (state !== "closed") {
        if (atMs < nextTrialMs) return null;
        state = "trying";
        nextTrialMs = atMs + restMs;
      }
      nextTicket += 1;
      return nextTicket - 1;
    },
    report(ticket, worked, atMs) {
      if (ticket < era || state === "open") return;
      if (worked) {
        if (state === "trying") change("closed");
        failures = 0;
        return;
      }
      failures += 1;
      if (failures < failuresMax) {
        if (state === "trying") nextTrialMs = atMs;
        return;
      }
      change("open");
      nextTrialMs = atMs + restMs;
    },
  };
};
