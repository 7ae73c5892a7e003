// Numbers sales from 1 and keeps the number itself; the store keeps id and answer as a text.
import type { Protocol, TakeMessage, TakingStore, TakingTill, TakingTillOptions } from "distlab";

export function till({
  store: to,
  sales,
  timeoutMs,
  attempts,
}: TakingTillOptions): Protocol<TakingTill, TakeMessage, "timeout"> {
  return {
    name: "till",
    start(_self, _saved, out) {
      if (sales.length > 0) {
        out.send(to, { kind: "Take", id: 1, bikes: sales[0]! });
        out.setTimer("timeout", [timeoutMs, timeoutMs]);
      }
      return { outcomes: [], memory: { id: 1, remaining: attempts - 1 } };
    },
    onMessage(state, message, from, out) {
      const id = state.memory["id"] as number;
      if (from !== to || message.kind !== "Taken" || message.id !== id || id > sales.length) return;
      state.outcomes = [...state.outcomes, message.left];
      state.memory = { id: id + 1, remaining: attempts - 1 };
      if (id === sales.length) return out.cancelTimer("timeout");
      out.send(to, { kind: "Take", id: id + 1, bikes: sales[id]! });
      out.setTimer("timeout", [timeoutMs, timeoutMs]);
    },
    onTimer(state, _timer, out) {
      let id = state.memory["id"] as number;
      let remaining = (state.memory["remaining"] as number) - 1;
      if (remaining < 0) {
        state.outcomes = [...state.outcomes, null];
        id += 1;
        remaining = attempts - 1;
      }
      state.memory = { id, remaining };
      if (id > sales.length) return;
      out.send(to, { kind: "Take", id, bikes: sales[id - 1]! });
      out.setTimer("timeout", [timeoutMs, timeoutMs]);
    },
  };
}

export function store(bikes: number): Protocol<TakingStore, TakeMessage> {
  return {
    name: "store",
    start: () => ({ left: bikes, memory: {} }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Take") return;
      const [id = -1, left = 0] = String(state.memory[from] ?? "-1 0")
        .split(" ")
        .map(Number);
      if (message.id < id) return;
      if (message.id === id) return out.send(from, { kind: "Taken", id, left });
      state.left -= message.bikes;
      state.memory[from] = `${message.id} ${state.left}`;
      out.send(from, { kind: "Taken", id: message.id, left: state.left });
    },
  };
}
