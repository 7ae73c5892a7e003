/**
 * What an operation costs in each replicated store: messages, and latency in round trips. Three replicas, one client,
 * every link takes the same time, nothing fails, a leader that has one leads already and does nothing else: so the
 * figures are exact, the same in every run, and the price of the protocol alone. What a node sends to itself counts too,
 * as Multi-Paxos does.
 */
import { abdRegister } from "../../lib/protocols/abd-register";
import { multiPaxos } from "../../lib/protocols/multi-paxos";
import { multiLeader } from "../../lib/protocols/multi-leader";
import { primaryBackup } from "../../lib/protocols/primary-backup";
import { quorumStore } from "../../lib/protocols/quorum-store";
import { raft } from "../../lib/protocols/raft";
import { raftClient } from "../../lib/protocols/raft-client";
import { simulate } from "../../lib/sim";
import type { AnyProtocol, KeyValueOperation, Protocol, RaftOptions } from "distlab";

/** What one operation costs. */
export interface Cost {
  readonly store: string;
  readonly operation: "write" | "read";
  readonly messages: number;
  readonly roundTrips: number;
}

type Nodes = { readonly [node: string]: AnyProtocol };
type Kind = Cost["operation"];

const oneWayMs = 10;
const operations = 10;
/** Heartbeats and elections are further away than the end of every run. */
const neverMs = 1e7;

/** From what a run with operations sends, what one without sends is taken away. */
function measure(store: string, operation: Kind, nodes: (count: number) => Nodes): Cost {
  const run = (count: number): ReturnType<typeof simulate> =>
    simulate({ protocol: nodes(count), network: { latencyMs: oneWayMs }, untilMs: 5000, trace: false });
  const [busy, idle] = [run(operations), run(0)];
  const tookMs = busy.history.map(({ invoked, returned }) => (returned ?? Infinity) - invoked);
  if (tookMs.length !== operations) throw new Error(`${store} was asked ${tookMs.length} times, not ${operations}`);
  return {
    store,
    operation,
    messages: (busy.counts.sent - idle.counts.sent) / operations,
    roundTrips: tookMs.reduce((sum, each) => sum + each, 0) / operations / (2 * oneWayMs),
  };
}

const keyValue = {
  write: (place: number): KeyValueOperation => ({ kind: "put", key: "x", value: place }),
  read: (): KeyValueOperation => ({ kind: "get", key: "x" }),
};

/** A client that knows the leader, and asks when it is in office. */
function withClient(server: Pick<Protocol<never, never>, "members">, kind: Kind, count: number): Nodes {
  const servers = server.members!;
  const client = raftClient({
    servers,
    operations: Array.from({ length: count }, (_, place) => keyValue[kind](place)),
    pauseMs: [100, 100],
    timeoutMs: 1000,
  });
  return Object.fromEntries<unknown>([...servers.map((name) => [name, server]), ["client", client]] as never) as Nodes;
}

const leads = {
  members: 3,
  firstLeader: "A",
  electionTimeoutMs: [neverMs, neverMs],
  heartbeatMs: neverMs / 2,
} as const;

function raftCost(kind: Kind, reads: NonNullable<RaftOptions["reads"]>): Cost {
  const name = kind === "write" ? "raft" : `raft, ${reads}`;
  return measure(name, kind, (count) => withClient(raft({ ...leads, reads }) as never, kind, count));
}

function abdCost(kind: Kind): Cost {
  return measure(
    "abd",
    kind,
    (count) =>
      abdRegister({
        clients: {
          client: Array.from({ length: count }, (_, place) => (kind === "read" ? { kind } : { kind, value: place })),
        },
      }) as unknown as Nodes,
  );
}

const quorums = [
  [1, 1],
  [2, 2],
  [3, 1],
] as const;
const modes = ["asynchronous", "semi-synchronous", "synchronous"] as const;

function primaryBackupCost(kind: Kind, mode: (typeof modes)[number]): Cost {
  return measure(
    `primary-backup, ${mode}`,
    kind,
    (count) =>
      primaryBackup({
        mode,
        clients: {
          client: Array.from({ length: count }, (_, place) =>
            kind === "read" ? { kind, at: "A" } : { kind, value: place, at: "A" },
          ),
        },
      }) as unknown as Nodes,
  );
}

/**
 * Of three replicas, so many answers for a write and so many for a read. A write is sent to all three, a read to no more
 * than it needs.
 */
function quorumCost(kind: Kind, [writeQuorum, readQuorum]: readonly [number, number]): Cost {
  return measure(
    `quorum store, W ${writeQuorum} R ${readQuorum}`,
    kind,
    (count) =>
      quorumStore({
        writeQuorum,
        readQuorum,
        asks: "just enough",
        retryMs: Infinity,
        clients: {
          client: Array.from({ length: count }, (_, place) => (kind === "read" ? { kind } : { kind, value: place })),
        },
      }) as unknown as Nodes,
  );
}

function multiLeaderCost(kind: Kind): Cost {
  return measure(
    "multi-leader",
    kind,
    (count) =>
      multiLeader({
        clients: {
          client: Array.from({ length: count }, (_, place) =>
            kind === "read" ? { kind, at: "A" } : { kind, value: place, at: "A" },
          ),
        },
      }) as unknown as Nodes,
  );
}

/** Every store, every kind of operation. */
export function storeCosts(): readonly Cost[] {
  return [
    raftCost("write", "log"),
    ...(["log", "read index", "lease"] as const).map((reads) => raftCost("read", reads)),
    ...(["write", "read"] as const).map((kind) =>
      measure("multi-paxos", kind, (count) => withClient(multiPaxos(leads) as never, kind, count)),
    ),
    ...(["write", "read"] as const).map(abdCost),
    ...modes.map((mode) => primaryBackupCost("write", mode)),
    primaryBackupCost("read", "asynchronous"),
    ...quorums.flatMap((sizes) => (["write", "read"] as const).map((kind) => quorumCost(kind, sizes))),
    ...(["write", "read"] as const).map(multiLeaderCost),
  ];
}
