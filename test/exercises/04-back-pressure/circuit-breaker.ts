/**
 * The breaker.
 *
 * A breaker stands before a service. `ask` says whether it may be called: a ticket (a number of its own for each call), or
 * null. `report` says later how the call with that ticket has ended. Times are in milliseconds and never go back.
 *
 * - **Closed**: everybody may call. After `failuresMax` failures in a row, reported one after the other without a success
 *   between them, it opens.
 * - **Open**: nobody may call for `restMs` from the failure that opened it.
 * - **Half open**, from then on: whoever asks first may call, as a trial, and nobody else. If the trial works, the breaker
 *   closes and has forgotten all failures. If it fails, it opens again, for `restMs` from then. If nothing is heard of it
 *   for `restMs`, somebody else may try.
 *
 * Calls take their time. What is reported of a call that was let through *before* the breaker opened, or of a trial that
 * has been given up, says nothing about the service as it is now: it must change nothing.
 *
 * Try it: `npx distlab check 04-back-pressure/circuit-breaker`, or the button Check in the page.
 */
import type { CircuitBreakerAnswer } from "distlab";

export const createBreaker: CircuitBreakerAnswer["createBreaker"] = ({ failuresMax, restMs }) => {
  void [failuresMax, restMs];
  return {
    ask(atMs) {
      void atMs; // Your answer goes here, instead of this line.
      return -1;
    },
    report(ticket, worked, atMs) {
      void [ticket, worked, atMs];
    },
  };
};
