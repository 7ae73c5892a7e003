/**
 * How fast the simulator is: deliveries a second with 1,000 messages in flight among five nodes, random latencies,
 * 1 % loss, duplication, a partition and a crash, and a handler that reads and sends a nested message. Beside it, the
 * limit that it is up against: the queue's work alone, on a bare heap.
 */
import { createRandom, crash, partition, simulate } from "distlab";
import type { Protocol, Run } from "distlab";
import { EventQueue } from "../lib/sim/queue";
import { best, row } from "./rows";
import type { BenchmarkRow } from "./rows";

type Parcel = { kind: "Parcel"; hops: number; route: { last: string; via: string } };
type PorterState = { self: string; next: string[]; turn: number; carried: number };

const names = ["A", "B", "C", "D", "E"];
const inFlight = 1000;

/** Every node starts with its share of the parcels, and passes each one on as it comes. */
const porter: Protocol<PorterState, Parcel, "refill"> = {
  name: "porter",
  members: names,
  start(self, saved, out) {
    const next = names.filter((name) => name !== self);
    for (let parcel = 0; parcel < inFlight / names.length && saved === null; parcel++) {
      out.send(next[parcel % next.length]!, { kind: "Parcel", hops: 0, route: { last: self, via: "start" } });
    }
    out.setTimer("refill", [100, 100]);
    return { self, next, turn: 0, carried: 0 };
  },
  onMessage(state, parcel, from, out) {
    state.carried += 1;
    state.turn = (state.turn + 1) % state.next.length;
    const via = parcel.route.last;
    out.send(state.next[state.turn]!, {
      kind: "Parcel",
      hops: parcel.hops + 1,
      route: { last: state.self, via: via === from ? from : via },
    });
  },
  /** What is lost comes back about as fast as duplication does not make up for it. */
  onTimer(state, _timer, out) {
    out.send(state.next[0]!, { kind: "Parcel", hops: 0, route: { last: state.self, via: "refill" } });
    out.setTimer("refill", [100, 100]);
  },
};

function carry(events: number, trace: boolean): Run {
  return simulate({
    protocol: porter,
    seed: 7,
    untilMs: 1e9,
    maxEvents: events,
    trace,
    network: { latencyMs: [5, 15], loss: 0.01, duplication: 0.0102 },
    faults: [partition([["A", "B"]], { atMs: 40, healAtMs: 60 }), crash("C", { atMs: 50, restartAtMs: 70 })],
  });
}

function deliveriesASecond(events: number, trace: boolean): number {
  const started = performance.now();
  const { delivered } = carry(events, trace).counts;
  return delivered / ((performance.now() - started) / 1000);
}

/** The queue's work alone: as many events pending, each taken out and put back at a random later time. */
function heapASecond(events: number): number {
  const random = createRandom(7, "bench");
  const queue = new EventQueue();
  const delays = Float64Array.from({ length: 4096 }, () => random.between(5, 15));
  for (let slot = 0; slot < inFlight; slot++) queue.push(delays[slot & 4095]!, slot);
  const started = performance.now();
  for (let event = 0; event < events; event++) {
    const time = queue.nextTime;
    queue.push(time + delays[event & 4095]!, queue.pop());
  }
  return events / ((performance.now() - started) / 1000);
}

export function run(): readonly BenchmarkRow[] {
  const heap = best(5, () => heapASecond(2_000_000));
  const off = best(5, () => deliveriesASecond(1_000_000, false));
  const on = best(5, () => deliveriesASecond(500_000, true));
  return [
    row("deliveries-trace-off", off, "deliveries/s", heap),
    row("deliveries-trace-on", on, "deliveries/s", heap),
    row("heap", heap, "pop+push/s", heap),
  ];
}
