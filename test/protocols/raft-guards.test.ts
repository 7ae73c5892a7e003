/**
 * What Raft's remaining guards are for: those of its members, its snapshots, its reads and its leases. What the checker
 * cannot reach, because it takes a clock or very many steps, is a scenario or a storm.
 */
import { describe, expect, test } from "vitest";
import {
  checkLinearizable,
  checkSeeds,
  clock,
  crash,
  createRandom,
  cutLinks,
  duplicate,
  electionSafety,
  explore,
  linearizable,
  models,
  partition,
  raft,
  raftClient,
  simulate,
} from "distlab";
import type {
  AnyProtocol,
  ChangeMembers,
  ExploreOptions,
  Fault,
  KeyValueOperation,
  Protocol,
  RaftClientOptions,
  RaftMessage,
  RaftOptions,
  RaftState,
  Run,
  SeedsReport,
  SimulateOptions,
} from "distlab";
import { leaderCompleteness, logMatching, stateMachineSafety } from "../../lib/protocols/raft";
import { lastIndex } from "../../lib/structures/log";
import { withoutGuards } from "../../lib/verify/explore/knocked-out";
import { expectTrace } from "../traces";
import { stormFaults } from "./storm";

type Work = KeyValueOperation | ChangeMembers;
type Clients = { readonly [name: string]: Partial<RaftClientOptions> & { readonly operations: readonly Work[] } };
type Nodes = { readonly [node: string]: AnyProtocol };

const safety = [electionSafety, logMatching, leaderCompleteness, stateMachineSafety];
const get: KeyValueOperation = { kind: "get", key: "x" };
const put: KeyValueOperation = { kind: "put", key: "x", value: 1 };
const append = (value: string): KeyValueOperation => ({ kind: "append", key: "x", value });

/** Servers, with these guards out of force, and their clients. */
function store(options: RaftOptions, clients: Clients, guards: readonly string[] = []): Nodes {
  const server = raft(options);
  const servers = server.members!;
  const weak = withoutGuards(server as unknown as AnyProtocol, new Set(guards));
  const nodes: [string, unknown][] = servers.map((name) => [name, weak]);
  for (const [name, client] of Object.entries(clients)) nodes.push([name, raftClient({ servers, ...client })]);
  return Object.fromEntries(nodes) as Nodes;
}

describe("the checker finds the shortest disaster", () => {
  function expectDisaster(options: ExploreOptions, guard: string, steps: number): void {
    const right = explore(options);
    expect([right.holds, right.complete]).toEqual([true, true]);
    const { counterexample } = explore({ ...options, knockedOut: [guard] });
    expect(counterexample?.steps).toBe(steps);
    expectTrace(counterexample!.trace, `raft-without-${guard.replaceAll(/[^a-z]+/g, "-")}`);
  }

  test("adds or removes one server: two that are removed at once elect a leader of their own, in 6 steps", () => {
    const operator: Protocol<{}, RaftMessage> = {
      name: "operator",
      start(_self, _saved, out) {
        out.send("A", { kind: "ClientRequest", serial: 1, operation: { kind: "changeMembers", members: ["A"] } });
        return {};
      },
      onMessage() {},
    };
    const servers = store({ members: 3, firstLeader: "A", entriesPerMessage: 1 }, {});
    expectDisaster(
      {
        protocol: { ...servers, Ann: operator as unknown as AnyProtocol },
        properties: safety,
        time: "asynchronous",
        network: "ordered",
        firings: 1,
      },
      "adds or removes one server",
      6,
    );
  });

  test("reads only once everything committed before is applied: a new leader answers from the past, in 17 steps", () => {
    const client = (server: string, operation: KeyValueOperation) =>
      ({ servers: [server], operations: [operation], attempts: 1, pauseMs: [1, 1] }) as const;
    expectDisaster(
      {
        protocol: store(
          { members: 3, firstLeader: "A", entriesPerMessage: 1 },
          { Ann: client("B", get), Bob: client("A", put) },
        ),
        properties: [linearizable(models.keyValue())],
        time: "asynchronous",
        network: "ordered",
        firings: 3,
        // A leads term 1, B may lead term 2, and C votes and takes no entries.
        within: (world) => {
          const [a, b, c] = ["A", "B", "C"].map((node) => world.state(node) as RaftState);
          const areShort = [a!, b!].every(({ log, currentTerm }) => lastIndex(log) <= 3 && currentTerm <= 2);
          return areShort && a!.currentTerm === 1 && c!.role === "follower" && lastIndex(c!.log) === 0;
        },
      },
      "reads only once everything committed before is applied",
      17,
    );
  });
});

describe("a storm finds it, and the run is made smaller", () => {
  test("a snapshot never leads back: an old one that comes late takes away what was committed", () => {
    const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1500 };
    const storm = (seed: number, guards: readonly string[]): SimulateOptions => {
      const random = createRandom(seed, "work");
      const work = (name: string): Clients[string] => ({
        operations: Array.from({ length: 30 }, (_, place) => (random.next() < 0.6 ? get : append(`${name}${place} `))),
        timeoutMs: 150,
        attempts: 5,
        pauseMs: [0, 60],
      });
      const clients = { Ann: work("a"), Bob: work("b"), Cid: work("c") };
      const protocol = store({ members: 3, snapshotAfter: 2, electionTimeoutMs: [60, 120] }, clients, guards);
      return {
        protocol,
        network: { latencyMs: [1, 15], loss: 0.1, duplication: 0.3, reordering: 0.15, reorderingMs: 1500 },
        faults: stormFaults(seed, Object.keys(protocol), weather),
        untilMs: 3000,
      };
    };
    const report = (guards: readonly string[]): SeedsReport =>
      checkSeeds({ seeds: [62, 63, 64], properties: safety, run: (seed) => storm(seed, guards) });
    const { smallest } = report(["a snapshot never leads back"]);
    expect(smallest?.property).toBe(leaderCompleteness.name);
    expectTrace(smallest!.trace, "raft-without-a-snapshot-never-leads-back");
    expect(report([]).passed).toBe(3);
  });
});

/** What clients saw with the guard and what they saw without it. */
function verdicts(guard: string, run: (guards: readonly string[]) => Run): readonly string[] {
  return [[], [guard]].map((guards) => checkLinearizable(run(guards).history, models.keyValue()).verdict);
}

const isStaleWithout = ["linearizable", "violation"];

describe("a scenario shows it", () => {
  test("a new server catches up first: one that is down keeps the cluster from working", () => {
    const answers = (guards: readonly string[]): readonly string[] => {
      const change: ChangeMembers = { kind: "changeMembers", members: ["A", "B"] };
      const protocol = store(
        { members: 1, firstLeader: "A" },
        { Ann: { operations: [change] }, Bob: { operations: [put], pauseMs: [200, 200] } },
        guards,
      );
      const faults = [crash("B", { atMs: 0 })];
      const run = simulate({ protocol: { ...protocol, B: protocol["A"]! }, faults, untilMs: 2000 });
      return run.history.filter(({ returned }) => returned !== undefined).map(({ client }) => client);
    };
    expect([answers([]), answers(["a new server catches up first"])]).toEqual([["Bob"], []]);
  });

  test("counts only answers of its own term: an answer from two terms ago confirms a read that nobody confirms", () => {
    const faults: readonly Fault[] = [
      // B's answer to the first read comes once more, three seconds later.
      duplicate({ from: "B", to: "A", nth: 2, afterMs: 3000 }),
      crash("A", { atMs: 300, restartAtMs: 400 }),
      // A leads term 3, until it hears nothing any more but that old answer.
      crash("leader", { atMs: 1200, restartAtMs: 1500 }),
      cutLinks(["A"], ["B", "C"], { atMs: 2400 }),
      cutLinks(["C"], ["A"], { atMs: 2400 }),
    ];
    const clients: Clients = {
      Ann: { servers: ["A"], operations: [get] },
      Bob: { servers: ["C"], operations: [put], pauseMs: [2600, 2600], timeoutMs: 50, attempts: 20 },
      Zoe: { servers: ["A"], operations: [get], pauseMs: [2990, 2990], timeoutMs: 500 },
    };
    const run = (guards: readonly string[]): Run =>
      simulate({
        protocol: store({ members: 3, firstLeader: "A" }, clients, guards),
        faults,
        seed: 2,
        network: { latencyMs: 5 },
        untilMs: 3500,
      });
    expect(verdicts("counts only answers of its own term", run)).toEqual(isStaleWithout);
  });
});

describe("a scenario with leases shows it", () => {
  const leases: RaftOptions = { members: 3, firstLeader: "A", reads: "lease", driftPpmMax: 10_000 };
  const network = { latencyMs: 5 };

  test("answers at once only while its lease lasts: a leader that was cut off answers for ever", () => {
    const clients: Clients = {
      Ann: { servers: ["A"], operations: [get], pauseMs: [600, 600] },
      Bob: { servers: ["B", "C"], operations: [put], pauseMs: [100, 100], timeoutMs: 100 },
    };
    const faults = [partition([["A", "Ann"]], { atMs: 40 }), clock("A", { driftPpm: -10_000 })];
    const run = (guards: readonly string[]): Run =>
      simulate({ protocol: store(leases, clients, guards), faults, network, untilMs: 1500 });
    expect(verdicts("answers at once only while its lease lasts", run)).toEqual(isStaleWithout);
    expectTrace(run(["answers at once only while its lease lasts"]).trace, "raft-without-an-end-of-leases");
  });

  test("answers at once only from its own term on: a new leader does not know yet what is committed", () => {
    const clients: Clients = {
      Ann: { servers: ["B"], operations: Array.from({ length: 40 }, () => get), pauseMs: [1, 1], timeoutMs: 3 },
      Bob: { servers: ["A"], operations: ["a", "b", "c"].map(append), pauseMs: [20, 20], timeoutMs: 500 },
    };
    // C has none of the entries when B, elected by C, begins to lead.
    const faults = [cutLinks(["A"], ["C"], { atMs: 0 }), crash("A", { atMs: 126 })];
    const options = { ...leases, entriesPerMessage: 1 };
    const run = (guards: readonly string[]): Run =>
      simulate({ protocol: store(options, clients, guards), faults, network, untilMs: 1500 });
    expect(verdicts("answers at once only from its own term on", run)).toEqual(isStaleWithout);
  });

  test("lets no lease down: a voter that has just heard from the leader elects another", () => {
    const clients: Clients = {
      Ann: { servers: ["A"], operations: Array.from({ length: 100 }, () => get), pauseMs: [1, 1] },
      Bob: { servers: ["B"], operations: [put], pauseMs: [100, 100], timeoutMs: 11, attempts: 100 },
    };
    // B stands for election at 286 ms; C has heard from A at 205 ms, and A's lease lasts until 347 ms.
    const faults = [
      cutLinks(["A"], ["B"], { atMs: 40 }),
      cutLinks(["B"], ["A"], { atMs: 40 }),
      partition([["A", "Ann"]], { atMs: 280 }),
    ];
    const options = { ...leases, heartbeatMs: 100 };
    const run = (guards: readonly string[]): Run =>
      simulate({ protocol: store(options, clients, guards), faults, network, untilMs: 1500 });
    expect(verdicts("lets no lease down", run)).toEqual(isStaleWithout);
  });
});
