/** Small protocols for tests of the simulator: each does one thing, so that one can say what must come of it. */
import type { Data, NodeId, Out, Protocol } from "../../lib/protocol";
import type { Run } from "../../lib/sim";
import type { TraceEvent } from "../../lib/trace/trace";

export type Note = { kind: string; number: number };
export type SenderState = { got: { from: string; number: number }[] };

/** A sends `count` messages of this kind to B, one each `everyMs`; everybody notes what comes. */
export function stream(count: number, everyMs = 1, kind = "Note"): Protocol<SenderState, Note, string, null> {
  return {
    name: "stream",
    members: ["A", "B"],
    start(self, _saved, out) {
      const notes = self === "A" ? count : 0;
      for (let number = 1; number <= notes; number++) {
        out.setTimer(`${number}`, [number * everyMs, number * everyMs]);
      }
      return { got: [] };
    },
    onMessage(state, message, from) {
      state.got.push({ from, number: message.number });
    },
    onTimer: (_state, timer, out) => out.send("B", { kind, number: Number(timer) }),
  };
}

/** Counts its ticks, one each 10 ms, and saves the count before it tells B. */
export type TickState = { ticks: number };
export type TickSaved = { ticks: number; twice: number };

export const ticker: Protocol<TickState, Note, "tick", TickSaved> = {
  name: "ticker",
  members: ["A", "B"],
  start(self, saved, out) {
    if (self === "A") out.setTimer("tick", [10, 10]);
    return { ticks: saved?.ticks ?? 0 };
  },
  onMessage() {},
  onTimer(state, _timer, out) {
    state.ticks += 1;
    out.save({ ticks: state.ticks, twice: 2 * state.ticks });
    out.send("B", { kind: "Tick", number: state.ticks });
    out.setTimer("tick", [10, 10]);
  },
};

/** A protocol with one handler of interest: what A does when it boots. */
export function atBoot(
  boot: (out: Out<Data, string, Data>) => void,
  names = ["A", "B"],
): Protocol<Data, Data, string, Data> {
  return {
    name: "at boot",
    members: names,
    start(self, _saved, out) {
      if (self === "A") boot(out);
      return { got: [] };
    },
    onMessage(state, message) {
      (state as { got: Data[] }).got.push(message);
    },
    onTimer() {},
  };
}

/** The event with this kind, also where its type stands for two kinds. */
type EventOf<Kind extends TraceEvent["kind"]> = TraceEvent extends infer Event
  ? Event extends { readonly kind: TraceEvent["kind"] }
    ? Kind extends Event["kind"]
      ? Event
      : never
    : never
  : never;

/** The events of one kind. */
export function eventsOf<Kind extends TraceEvent["kind"]>(
  run: Pick<Run, "trace">,
  kind: Kind,
  node?: NodeId,
): readonly EventOf<Kind>[] {
  const found = run.trace.events.filter((event) => event.kind === kind);
  return found.filter((event) => node === undefined || ("node" in event && event.node === node)) as EventOf<Kind>[];
}

/** When messages arrived at B, by number. */
export function arrivals(run: Run): ReadonlyMap<number, number> {
  return new Map(
    eventsOf(run, "deliver", "B")
      .map(({ at, message }) => [(message as Note).number, at] as const)
      .toReversed(),
  );
}
