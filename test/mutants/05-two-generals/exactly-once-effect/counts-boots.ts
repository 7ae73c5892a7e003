// The payer's ids begin anew at each start, as the memory of them does.
// caught by: the payer may crash anywhere, and nothing is taken twice
import type { BankState, Out, PayerOptions, PayerState, PaymentMessage, Protocol } from "distlab";

export function payer(options: PayerOptions): Protocol<PayerState, PaymentMessage, "retry", PayerState> {
  const { bank, amounts, timeoutMs } = options;

  function ask(state: PayerState, out: Out<PaymentMessage, "retry", PayerState>): void {
    const amount = amounts[state.paid];
    if (amount === undefined) return;
    out.send(bank, { kind: "Pay", id: state.paid + Number(state.memory["sent"] ?? 0), amount });
    out.setTimer("retry", [timeoutMs, timeoutMs]);
  }

  return {
    name: "payer",
    start(_self, saved, out) {
      const state: PayerState = { paid: saved?.paid ?? 0, memory: { sent: saved === null ? 0 : 7 } };
      ask(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Receipt" || message.id !== state.paid + Number(state.memory["sent"] ?? 0)) return;
      state.paid += 1;
      out.save({ paid: state.paid, memory: {} });
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
      if (!(key in state.memory)) {
        state.balance += message.amount;
        state.memory[key] = true;
        out.save(state);
      }
      out.send(from, { kind: "Receipt", id: message.id });
    },
  };
}
