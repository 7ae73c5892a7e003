/**
 * Paid once, whatever crashes.
 *
 * A payer pays some amounts to a bank, one after the other. The line loses messages, repeats them and mixes up their
 * order, and either side may crash, between two steps or in the middle of one, and start again with what it last saved
 * (`out.save`; `saved` is null at the first start). Write both sides so that each amount is taken exactly once, and so
 * that `paid` counts only what has been taken.
 *
 * What a step does happens in the order in which it is asked for. A crash in the middle keeps the first few of these
 * things and loses the rest, and all of the state that was not saved.
 *
 * Try it: `npx distlab check 05-two-generals/exactly-once-effect`, or the button Check in the page.
 */
import type { BankState, PayerOptions, PayerState, PaymentMessage, Protocol } from "distlab";

export function payer(options: PayerOptions): Protocol<PayerState, PaymentMessage, "retry", PayerState> {
  return {
    name: "payer",
    start: (_self, saved, out) => {
      void [options, out]; // Send `{ kind: "Pay", id, amount }` to options.bank, and set the timer:
      // `out.setTimer("retry", [options.timeoutMs, options.timeoutMs])`, from least to most, fires once.
      return saved ?? { paid: 0, memory: {} };
    },
    onMessage(state, message, from, out) {
      void [state, message, from, out]; // A receipt has come: is it the one that was waited for?
    },
    onTimer(state, timer, out) {
      void [state, timer, out]; // No receipt within options.timeoutMs.
    },
  };
}

export function bank(): Protocol<BankState, PaymentMessage, never, BankState> {
  return {
    name: "bank",
    start: (_self, saved) => saved ?? { balance: 0, memory: {} },
    onMessage(state, message, from, out) {
      void [state, message, from, out]; // Take the amount unless that has been done, and send `{ kind: "Receipt", id }`.
    },
  };
}
