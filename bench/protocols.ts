/**
 * How fast the protocols are in the simulator. Raft: a key-value store on five servers, ten clients that write one
 * after the other, one request a message, everything saved, the log compacted at 1,000 entries. Beside it, in the same
 * run: as many messages between the same nodes, without a protocol's work. Then an hour of a Raft cluster under faults,
 * in real seconds, beside the minute that it may take at most. Then what one operation costs in each replicated store;
 * an operation that is not replicated, one request and its reply, is the baseline.
 */
import { raft } from "../lib/protocols/raft";
import { raftClient } from "../lib/protocols/raft-client";
import { simulate } from "../lib/sim";
import type { AnyProtocol, KeyValueOperation, Protocol, RaftClientState } from "distlab";
import { raftHour } from "./protocols/raft-hour";
import { storeCosts } from "./protocols/stores";
import { best, row } from "./rows";
import type { BenchmarkRow } from "./rows";

const clients = 10;
const operationsEach = 5000;
const network = { latencyMs: [5, 15], ordered: true } as const;

function keyValueStore(): { readonly [node: string]: AnyProtocol } {
  const server = raft({ members: 5, snapshotAfter: 1000, firstLeader: "A" });
  const servers = server.members!;
  const operations = Array.from({ length: operationsEach }, (_, place): KeyValueOperation => ({
    kind: "put",
    key: `k${place % 16}`,
    value: place,
  }));
  const nodes: [string, unknown][] = servers.map((name) => [name, server]);
  for (let client = 1; client <= clients; client++) {
    nodes.push([`client${client}`, raftClient({ servers, operations })]);
  }
  return Object.fromEntries(nodes) as { readonly [node: string]: AnyProtocol };
}

/** Operations a real second, and the messages that each of them took. */
function raftOperations(): { readonly perSecond: number; readonly messages: number } {
  const protocol = keyValueStore();
  const wanted = clients * operationsEach;
  const started = performance.now();
  const { states, counts } = simulate({ protocol, seed: 7, network, untilMs: 400_000, trace: false });
  const seconds = (performance.now() - started) / 1000;
  const answered = Object.values(states)
    .map((state) => (state as RaftClientState | { readonly answered: object } | null)?.answered)
    .reduce((sum: number, each) => sum + (typeof each === "number" ? each : 0), 0);
  if (answered !== wanted) throw new Error(`${answered} of ${wanted} operations were answered`);
  return { perSecond: answered / seconds, messages: counts.sent / answered };
}

const echo: Protocol<{ left: number }, { kind: "Echo"; left: number }> = {
  name: "echo",
  members: ["A", "B"],
  start(self, _saved, out) {
    if (self === "A") for (let each = 0; each < 50; each++) out.send("B", { kind: "Echo", left: 10_000 });
    return { left: 10_000 };
  },
  onMessage(state, { left }, from, out) {
    state.left = left - 1;
    if (left > 0) out.send(from, { kind: "Echo", left: left - 1 });
  },
};

function deliveriesASecond(): number {
  const started = performance.now();
  const { delivered } = simulate({ protocol: echo, network, untilMs: 1e9, trace: false }).counts;
  return delivered / ((performance.now() - started) / 1000);
}

export function run(): readonly BenchmarkRow[] {
  let messages = 0;
  const operations = best(3, () => {
    const measured = raftOperations();
    messages = measured.messages;
    return measured.perSecond;
  });
  const started = performance.now();
  raftHour();
  const hourSeconds = (performance.now() - started) / 1000;
  // What the simulator alone would need for as many messages.
  return [
    row("raft-key-value", operations, "operations/s", best(3, deliveriesASecond) / messages),
    row("raft-messages", messages, "messages/op", 10),
    // 7 servers, 10 clients, a fault every 10 s: an hour is to take less than a minute.
    row("raft-hour", hourSeconds, "real seconds", 60),
    ...storeCosts().flatMap(({ store, operation, messages: sent, roundTrips }) => [
      row(`${store}: ${operation}`, sent, "messages/op", 2),
      row(`${store}: ${operation}`, roundTrips, "round trips", 1),
    ]),
  ];
}
