/**
 * How fast the simulator is: deliveries a second with 1,000 messages in flight among five nodes, random latencies,
 * 1 % loss, duplication, a partition and a crash, and a handler that reads and sends a nested message. Beside it, the
 * limit that it is up against: the queue's work alone, on a bare heap of typed arrays. And that its memory stays flat.
 *
 * The measurements take turns, and the best of each counts: another process slows them all, and not always.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRandom, crash, partition, simulate } from "../lib/sim";
import type { Run, SimulateOptions } from "../lib/sim";
import type { Protocol } from "../lib/protocol";
import { EventQueue } from "../lib/sim/queue";
import { row } from "./rows";
import type { BenchmarkRow } from "./rows";

type Parcel = { kind: "Parcel"; hops: number; route: { last: string; via: string } };
type PorterState = { self: string; next: string[]; turn: number; carried: number };

const names = ["A", "B", "C", "D", "E"];
const inFlight = 1000;
const rounds = 12;

/** Every node starts with its share of the parcels, and passes each one on as it comes. */
const porter: Protocol<PorterState, Parcel, "refill", { booted: true }> = {
  name: "porter",
  members: names,
  start(self, saved, out) {
    const next = names.filter((name) => name !== self);
    const parcels = saved === null ? inFlight / names.length : 0;
    for (let parcel = 0; parcel < parcels; parcel++) {
      out.send(next[parcel % next.length]!, { kind: "Parcel", hops: 0, route: { last: self, via: "start" } });
    }
    out.save({ booted: true });
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
  onTimer(state, _timer, out) {
    out.send(state.next[0]!, { kind: "Parcel", hops: 0, route: { last: state.self, via: "refill" } });
    out.setTimer("refill", [100, 100]);
  },
};

/** What duplication adds, beyond what loss takes, makes up for the partition and the crash of the first 100 ms. */
function carry(events: number, options: Partial<SimulateOptions>): Run {
  return simulate({
    protocol: porter,
    seed: 7,
    untilMs: 1e9,
    maxEvents: events,
    network: { latencyMs: [5, 15], loss: 0.01, duplication: 0.0102 },
    faults: [partition([["A", "B"]], { atMs: 40, healAtMs: 60 }), crash("C", { atMs: 50, restartAtMs: 70 })],
    ...options,
  });
}

function perSecond(count: number, startedMs: number): number {
  return count / ((performance.now() - startedMs) / 1000);
}

function deliveriesASecond(events: number, trace: boolean): number {
  const startedMs = performance.now();
  const { delivered } = carry(events, { trace }).counts;
  return perSecond(delivered, startedMs);
}

/** As many events pending, each taken out and put back at a random later time. */
function heapASecond(events: number): number {
  const queue = new EventQueue();
  const random = createRandom(7, "bench");
  const delays = Float64Array.from({ length: 4096 }, () => random.between(5, 15));
  for (let slot = 0; slot < inFlight; slot++) queue.push(delays[slot & 4095]!, slot);
  const startedMs = performance.now();
  for (let event = 0; event < events; event++) {
    const time = queue.nextTime;
    queue.push(time + delays[event & 4095]!, queue.pop());
  }
  return perSecond(events, startedMs);
}

/** Megabytes in use after 1 and after 10 million events of one run without a trace. */
function memoryAfter(): { readonly oneMillion: number; readonly tenMillion: number } {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const megabytes = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  let events = 0;
  let oneMillion = 0;
  let tenMillion = 0;
  carry(10_000_100, {
    trace: false,
    until: () => {
      events += 1;
      if (events === 1_000_000) oneMillion = megabytes();
      if (events === 10_000_000) tenMillion = megabytes();
      return false;
    },
  });
  return { oneMillion, tenMillion };
}

export function run(): readonly BenchmarkRow[] {
  const best = { off: 0, on: 0, heap: 0 };
  for (let round = 0; round < rounds; round++) {
    best.heap = Math.max(best.heap, heapASecond(500_000));
    best.off = Math.max(best.off, deliveriesASecond(400_000, false));
    best.on = Math.max(best.on, deliveriesASecond(200_000, true));
  }
  const { counts } = carry(1_000_000, { trace: false });
  const stillInFlight = counts.sent + counts.duplicated - counts.delivered - counts.lost;
  const { oneMillion, tenMillion } = memoryAfter();
  return [
    row("deliveries-trace-off", best.off, "deliveries/s", best.heap),
    row("deliveries-trace-on", best.on, "deliveries/s", best.heap),
    row("heap", best.heap, "pop+push/s", best.heap),
    row("in-flight", stillInFlight, "messages", inFlight),
    row("memory-10m-events", tenMillion, "MB, at 1 M", oneMillion),
  ];
}
