/** The protocols that can be run as real processes, by the names that a person types. */
import {
  bully,
  changRoberts,
  measuredClient,
  measuredRaft,
  nodeNames,
  raft,
  raftClient,
  raftElection,
  raftHandlers,
  raftWith,
  threePhaseCommit,
  twoPhaseCommit,
} from "distlab";
import type { AnyProtocol, KeyValueOperation, NodeId, RaftOptions } from "distlab";

export interface ClusterProtocol {
  readonly name: string;
  /** What it is, in a few words. */
  readonly summary: string;
  readonly nodesDefault: number;
  /** Each node's protocol. */
  servers(count: number): { readonly [node: NodeId]: AnyProtocol };
  /** A client that asks for these operations; without it there is no load, and no history to judge. */
  client?(
    servers: readonly NodeId[],
    operations: readonly KeyValueOperation[],
    pauseMs: readonly [number, number],
  ): AnyProtocol;
}

/** Longer than in a simulation: processes share two cores, and an fsync may take tens of milliseconds. */
const raftOptions = { electionTimeoutMs: [400, 800], heartbeatMs: 100, preVote: true, snapshotAfter: 1000 } as const;

/** Commits what the leader alone has saved, as soon as anybody at all has answered: wrong, and quick. */
const commitsEarly = raftWith({
  advanceCommit: (state, out, config) => {
    const { members } = state;
    state.members = [state.self];
    raftHandlers.advanceCommit(state, out, config);
    state.members = members;
  },
});

function keyValueStore(name: string, summary: string, make: (options: RaftOptions) => unknown): ClusterProtocol {
  return {
    name,
    summary,
    nodesDefault: 5,
    servers: (count) => forAll(nodeNames(count), make({ ...raftOptions, members: count })),
    client: (servers, operations, pauseMs) => asAny(raftClient({ servers, operations, pauseMs, timeoutMs: 500 })),
  };
}

const asAny = (protocol: unknown): AnyProtocol => protocol as AnyProtocol;

function forAll(nodes: readonly NodeId[], protocol: unknown): { readonly [node: NodeId]: AnyProtocol } {
  return Object.fromEntries(nodes.map((node) => [node, asAny(protocol)]));
}

function simple(
  name: string,
  summary: string,
  nodesDefault: number,
  make: (count: number) => unknown,
): ClusterProtocol {
  return { name, summary, nodesDefault, servers: (count) => nodesOf(make(count), count) };
}

function nodesOf(protocol: unknown, count: number): { readonly [node: NodeId]: AnyProtocol } {
  return forAll(asAny(protocol).members ?? nodeNames(count), protocol);
}

export const catalogue: readonly ClusterProtocol[] = [
  keyValueStore("raft", "a replicated key-value store", raft),
  {
    name: "raft-paper",
    summary: "the same with the timeouts of the Raft paper",
    nodesDefault: 5,
    servers: (count) => forAll(nodeNames(count), measuredRaft(count)),
    client: (servers, operations, pauseMs) => asAny(measuredClient(servers, operations, pauseMs)),
  },
  keyValueStore("raft-commits-early", "the same, broken: it commits before a majority has saved", commitsEarly),
  simple("raft-election", "Raft's elections alone", 5, (members) => raftElection({ members })),
  simple("bully", "the highest node that is up leads", 5, (members) => bully({ members })),
  simple("chang-roberts", "an election on a ring", 5, (members) => changRoberts({ members })),
  simple("two-phase-commit", "a coordinator and participants", 3, (participants) => twoPhaseCommit({ participants })),
  simple("three-phase-commit", "the same with a phase more", 3, (participants) => threePhaseCommit({ participants })),
];

/** @throws RangeError where there is no such protocol */
export function protocolNamed(name: string): ClusterProtocol {
  const found = catalogue.find((entry) => entry.name === name);
  if (found === undefined) {
    throw new RangeError(`protocol is ${name}; allowed are ${catalogue.map((entry) => entry.name).join(", ")}`);
  }
  return found;
}
