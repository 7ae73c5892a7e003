// Lets a second one try, and still believes the first.
// caught by: a trial of which nothing is heard does not keep it shut for ever
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
        if (state === "open") change("trying");
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
      if (state === "closed" && failures < failuresMax) return;
      change("open");
      nextTrialMs = atMs + restMs;
    },
  };
};
