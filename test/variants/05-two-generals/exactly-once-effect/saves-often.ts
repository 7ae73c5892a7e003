// Saves at every step, asks twice each time, and lists the ids.
import type { BankState, Out, PayerOptions, PayerState, PaymentMessage, Protocol } from "distlab";

export function payer(options: PayerOptions): Protocol<PayerState, PaymentMessage, "retry", PayerState> {
  const { amounts, timeoutMs } = options;

  function ask(state: PayerState, out: Out<PaymentMessage, "retry", PayerState>): void {
    const amount = amounts[state.paid];
    if (amount === undefined) return;
    out.save(state);
    out.send(options.bank, { kind: "Pay", id: state.paid, amount });
    out.setTimer("retry", [timeoutMs, timeoutMs]);
  }

  return {
    name: "payer",
    start(_self, saved, out) {
      const state: PayerState = { paid: saved?.paid ?? 0, memory: {} };
      ask(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Receipt" || message.id !== state.paid) return;
      state.paid += 1;
      out.save(state);
      out.cancelTimer("retry");
      ask(state, out);
    },
    onTimer: (state, _timer, out) => ask(state, out),
  };
}

export function bank(): Protocol<BankState, PaymentMessage, never, BankState> {
  return {
    name: "bank",
    start: (_self, saved) => ({ balance: saved?.balance ?? 0, memory: { ...saved?.memory } }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Pay") return;
      const key = `${from}/${message.id}`;
      const taken = (state.memory["taken"] ?? []) as string[];
      if (!taken.includes(key)) {
        state.memory["taken"] = [...taken, key];
        state.balance += message.amount;
      }
      out.save(state);
      out.send(from, { kind: "Receipt", id: message.id });
    },
  };
}
