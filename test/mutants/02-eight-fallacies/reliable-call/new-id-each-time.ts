// Gives each attempt an id of its own, so that the store cannot know it again.
// caught by: over a bad line each sale is taken once and gets its answer
import type { Out, Protocol, TakeMessage, TakingStore, TakingTill, TakingTillOptions } from "distlab";

export function till(options: TakingTillOptions): Protocol<TakingTill, TakeMessage, "timeout"> {
  const { sales, timeoutMs, attempts } = options;

  function ask(state: TakingTill, out: Out<TakeMessage, "timeout">): void {
    const bikes = sales[state.outcomes.length];
    const id = Number(state.memory["next"] ?? 0);
    if (bikes === undefined) return;
    state.memory["asked"] = Number(state.memory["asked"]) + 1;
    state.memory["next"] = id + 1;
    out.send(options.store, { kind: "Take", id, bikes });
    out.setTimer("timeout", [timeoutMs, timeoutMs]);
  }

  function end(state: TakingTill, outcome: number | null, out: Out<TakeMessage, "timeout">): void {
    out.cancelTimer("timeout");
    state.outcomes.push(outcome);
    state.memory["asked"] = 0;
    ask(state, out);
  }

  return {
    name: "till",
    start(_self, _saved, out) {
      const state: TakingTill = { outcomes: [], memory: { asked: 0 } };
      ask(state, out);
      return state;
    },
    onMessage(state, message, _from, out) {
      if (message.kind !== "Taken" || message.id !== Number(state.memory["next"]) - 1) return;
      if (state.outcomes.length < sales.length) end(state, message.left, out);
    },
    onTimer(state, _timer, out) {
      if (Number(state.memory["asked"]) < attempts) ask(state, out);
      else end(state, null, out);
    },
  };
}

export function store(bikes: number): Protocol<TakingStore, TakeMessage> {
  return {
    name: "store",
    start: () => ({ left: bikes, memory: {} }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Take") return;
      const last = state.memory[from] as { id: number; left: number } | undefined;
      if (last === undefined || message.id > last.id) {
        state.left -= message.bikes;
        state.memory[from] = { id: message.id, left: state.left };
        out.send(from, { kind: "Taken", id: message.id, left: state.left });
      } else if (message.id === last.id) {
        out.send(from, { kind: "Taken", id: last.id, left: last.left });
      }
    },
  };
}
