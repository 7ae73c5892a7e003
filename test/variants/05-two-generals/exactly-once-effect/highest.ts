// Keeps only the highest id of each payer: whatever is not above it has been taken.
import type { BankState, Out, PayerOptions, PayerState, PaymentMessage, Protocol } from "distlab";

export function payer(options: PayerOptions): Protocol<PayerState, PaymentMessage, "retry", PayerState> {
  const { amounts, timeoutMs } = options;

  function ask(state: PayerState, out: Out<PaymentMessage, "retry", PayerState>): void {
    const amount = amounts[state.paid];
    if (amount === undefined) return;
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
      if (message.id > Number(state.memory[from] ?? -1)) {
        state.balance += message.amount;
        state.memory[from] = message.id;
        out.save(state);
      }
      out.send(from, { kind: "Receipt", id: message.id });
    },
  };
}
