/**
 * Every ticket is a number that grows, and whenever the breaker changes its mind a new era begins with the next one. What
 * is reported of a ticket from before is old news: it was right to begin that call, and its end says nothing about now.
 * The one rule covers late successes, late failures and trials that have been given up.
 */
import type { CircuitBreakerAnswer } from "distlab";

export const createBreaker: CircuitBreakerAnswer["createBreaker"] = ({ failuresMax, restMs }) => {
  let state: "closed" | "open" | "trying" = "closed";
  let failures = 0;
  let nextTicket = 0;
  // The first ticket of now: those below are from before the last change.
  let era = 0;
  // While open or trying: when somebody may try.
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
        change("trying");
        // If nothing is heard of this one, the next may try after another rest.
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
