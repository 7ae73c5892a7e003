/** Reads: by the log, by a read index, by leases; and what goes wrong without a majority, a clock or sessions. */
import { describe, expect, test } from "vitest";
import { checkLinearizable, clock, createRandom, explore, linearizable, models, partition, raft } from "distlab";
import { electionSafety, raftClient, simulate } from "distlab";
import type { AnyProtocol, KeyValueOperation, RaftClientOptions, RaftOptions, Run } from "distlab";
import { leaderCompleteness, logMatching, stateMachineSafety } from "../../lib/protocols/raft";
import { expectTrace } from "../traces";
import { inStorm } from "./storm";

const safety = [electionSafety, logMatching, leaderCompleteness, stateMachineSafety];

type Clients = { readonly [client: string]: Omit<RaftClientOptions, "servers"> & Partial<RaftClientOptions> };

function store(options: RaftOptions, clients: Clients): { readonly [node: string]: AnyProtocol } {
  const server = raft(options);
  const servers = server.members!;
  const nodes: [string, unknown][] = servers.map((name) => [name, server]);
  for (const [name, client] of Object.entries(clients)) nodes.push([name, raftClient({ servers, ...client })]);
  return Object.fromEntries(nodes) as { readonly [node: string]: AnyProtocol };
}

const get: KeyValueOperation = { kind: "get", key: "x" };
const put = (value: number): KeyValueOperation => ({ kind: "put", key: "x", value });
const append = (value: string): KeyValueOperation => ({ kind: "append", key: "x", value });

describe("leases (dissertation, section 6.4.1)", () => {
  test("a read costs 2 messages with a lease, and 6 by read index or by the log of three servers", () => {
    const sent = (reads: RaftOptions["reads"], count: number): number => {
      const options = { members: 3, firstLeader: "A", heartbeatMs: 50, reads: reads! };
      const operations = Array.from({ length: count }, () => get);
      const protocol = store(options, { Ann: { operations, pauseMs: [200, 200] } });
      const run = simulate({ protocol, network: { latencyMs: 5 }, untilMs: 2100, trace: false });
      expect(run.history.filter(({ returned }) => returned !== undefined)).toHaveLength(count);
      return run.counts.sent;
    };
    const each = (reads: RaftOptions["reads"]): number => (sent(reads, 8) - sent(reads, 0)) / 8;
    expect([each("lease"), each("read index"), each("log")]).toEqual([2, 6, 6]);
  });

  const cutOff = (driftPpm: number): Run => {
    const options = { members: 3, firstLeader: "A", reads: "lease", driftPpmMax: 10_000 } as const;
    const protocol = store(options, {
      Ann: { servers: ["A"], operations: [get], pauseMs: [600, 600] },
      Bob: { servers: ["B", "C"], operations: [put(1)], pauseMs: [100, 100], timeoutMs: 100 },
    });
    const faults = [clock("A", { driftPpm }), partition([["A", "Ann"]], { atMs: 40 })];
    return simulate({ protocol, faults, untilMs: 660 });
  };

  test("a leader that was cut off does not answer when its lease has run out", () => {
    const { history } = cutOff(-10_000);
    expect(history.map(({ client, returned }) => [client, returned !== undefined])).toEqual([
      ["Bob", true],
      ["Ann", false],
    ]);
  });

  test("a clock that is slow beyond the bound: a read is stale, and the history says so", () => {
    const run = cutOff(-900_000);
    expect(run.history.map(({ client, result }) => [client, result])).toEqual([
      ["Bob", null],
      ["Ann", null],
    ]);
    expect(checkLinearizable(run.history).verdict).toBe("violation");
    expectTrace(run.trace, "raft-lease-stale-read");
  });

  test("a bound that is no bound is refused", () => {
    expect(() => raft({ driftPpmMax: 1e6 })).toThrow("driftPpmMax is 1000000; allowed is a number from 0 to less");
  });
});

describe("leases in storms", () => {
  function storm(seed: number, driftPpmMax: number, skew: boolean): Run {
    const random = createRandom(seed, "work");
    const work = (client: string): Omit<RaftClientOptions, "servers"> => ({
      operations: Array.from({ length: 20 }, (_, place) => (random.next() < 0.6 ? get : append(`${client}${place} `))),
      timeoutMs: 150,
      attempts: 5,
      pauseMs: [0, 100],
    });
    const options = { reads: "lease", members: 3, preVote: seed % 2 === 0, driftPpmMax } as const;
    const protocol = store(options, { Ann: work("a"), Bob: work("b"), Cid: work("c") });
    return inStorm(seed, { protocol }, safety, { crashes: true, partitions: true, pauses: true, skew, untilMs: 1200 });
  }

  test("1,000 seeds with clocks within the bound: linearizable", () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const { violation, failure, history } = storm(seed, 50_000, true);
      expect(violation?.what ?? failure?.message, `seed ${seed}`).toBeUndefined();
      expect(checkLinearizable(history, models.keyValue()).verdict, `seed ${seed}`).toBe("linearizable");
    }
  }, 60_000);
});

describe("broken twins, and the shortest run of each", () => {
  const judge = [linearizable(models.keyValue())];

  test("a leader that answers without hearing from a majority: a stale read", () => {
    const { counterexample } = explore({
      protocol: store(
        { members: 3, firstLeader: "A", entriesPerMessage: 1 },
        {
          Ann: { servers: ["A"], operations: [get], pauseMs: [1, 1] },
          Bob: { servers: ["B"], operations: [put(1)], pauseMs: [1, 1] },
        },
      ),
      properties: judge,
      time: "asynchronous",
      network: "ordered",
      firings: 3,
      within: (world) => (world.state("C") as { role: string } | null)?.role === "follower",
      limits: { states: 2_000_000 },
      knockedOut: ["reads only after a majority has heard from it"],
    });
    expect(counterexample?.steps).toMatchInlineSnapshot(`16`);
    expectTrace(counterexample!.trace, "raft-stale-read");
  });

  test("a machine without sessions carries out a request that arrives again late; one server is enough", () => {
    const options = {
      protocol: store({ members: 1, firstLeader: "A" }, { Ann: { operations: [append("a"), append("b"), get] } }),
      properties: judge,
      time: "asynchronous",
      faults: { duplicates: 1 },
      firings: 0,
      limits: { states: 100_000 },
    } as const;
    expect(explore(options)).toMatchObject({ complete: true });
    const { counterexample } = explore({ ...options, knockedOut: ["carries out a command once"] });
    expect(counterexample?.steps).toMatchInlineSnapshot(`7`);
    expectTrace(counterexample!.trace, "raft-without-sessions");
  });
});
