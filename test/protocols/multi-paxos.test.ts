/** Multi-Paxos as a key-value store: from the happy path to storms, with histories judged by the checker. */
import { describe, expect, test } from "vitest";
import { checkLinearizable, crash, createRandom, explore, partition, raftClient, simulate } from "distlab";
import type { AnyProtocol, ExploreOptions, KeyValueOperation, RaftClientOptions, Run } from "distlab";
import { multiPaxos } from "../../lib/protocols/multi-paxos";
import type { MultiPaxos, MultiPaxosState } from "../../lib/protocols/multi-paxos/vocabulary";
import { sameMachine, slotAgreement } from "../../lib/protocols/multi-paxos/properties";
import { expectTrace } from "../traces";
import { inStorm } from "./storm";

type Clients = { readonly [client: string]: Omit<RaftClientOptions, "servers"> & Partial<RaftClientOptions> };

function store(server: MultiPaxos, clients: Clients): { readonly [node: string]: AnyProtocol } {
  const servers = server.members!;
  const nodes: [string, unknown][] = servers.map((name) => [name, server]);
  for (const [name, options] of Object.entries(clients)) nodes.push([name, raftClient({ servers, ...options })]);
  return Object.fromEntries(nodes) as { readonly [node: string]: AnyProtocol };
}

function mixed(count: number, client: string, seed: number): KeyValueOperation[] {
  const random = createRandom(seed, client);
  return Array.from({ length: count }, (_, place): KeyValueOperation => {
    const key = random.next() < 0.5 ? "x" : "y";
    const value = `${client}.${place} `;
    const kind = (["get", "get", "put", "append", "compareAndSet"] as const)[random.index(5)]!;
    if (kind === "get") return { kind, key };
    return kind === "compareAndSet" ? { kind, key, expected: null, value } : { kind, key, value };
  });
}

function serverOf(run: Run, node: string): MultiPaxosState {
  return run.states[node] as MultiPaxosState;
}

const put = (key: string, value: number): KeyValueOperation => ({ kind: "put", key, value });
const get = (key: string): KeyValueOperation => ({ kind: "get", key });
const safety = [slotAgreement, sameMachine];

describe("a log decided slot by slot (Lamport 2001, section 3)", () => {
  test("a leader replicates a write and answers a read, with phase 2 alone", () => {
    const protocol = store(multiPaxos({ firstLeader: "A" }), { client: { operations: [put("x", 1), get("x")] } });
    const run = simulate({ protocol, untilMs: 120 });
    expect(run.history.map(({ result }) => result)).toEqual([null, 1]);
    expectTrace(run.trace, "multi-paxos-write-and-read");
  });

  test.each([1, 2, 3, 5])("%i servers give every client what one server would", (members) => {
    const names = ["Ann", "Bob", "Cid", "Dan"];
    const clients = Object.fromEntries(names.map((name) => [name, { operations: mixed(25, name, members) }]));
    const run = simulate({ protocol: store(multiPaxos({ members }), clients), untilMs: 20_000, trace: false });
    expect(run.history.filter(({ returned }) => returned !== undefined)).toHaveLength(100);
    expect(checkLinearizable(run.history).verdict).toBe("linearizable");
  });

  test("a leader that dies is followed by another, and what it had chosen stays", () => {
    const protocol = store(multiPaxos({ firstLeader: "A" }), {
      Ann: { operations: [put("x", 1), get("x")], pauseMs: [300, 300] },
    });
    const run = simulate({ protocol, faults: [crash("A", { atMs: 400 })], untilMs: 3000, trace: false });
    expect(run.history.map(({ result }) => result)).toEqual([null, 1]);
  });

  test("a server that boots again learns the whole log", () => {
    const protocol = store(multiPaxos({ firstLeader: "A" }), { Ann: { operations: mixed(100, "Ann", 1) } });
    const faults = [crash("B", { atMs: 100, restartAtMs: 1500 })];
    const run = simulate({ protocol, faults, untilMs: 8000, trace: false, properties: safety });
    expect(serverOf(run, "B").applied).toBe(100);
    expect(serverOf(run, "B").machine).toEqual(serverOf(run, "A").machine);
  });

  test("a new leader fills a gap with a no-op", () => {
    const run = gap();
    expect(serverOf(run, "C").chosen[1]).toEqual({ entry: null });
    expect(serverOf(run, "C").chosen[2]!.entry).toMatchObject({ client: "Bob" });
  });

  test("a minority decides nothing", () => {
    const protocol = store(multiPaxos({ firstLeader: "A" }), { Ann: { servers: ["A"], operations: [put("x", 1)] } });
    const faults = [partition([["A", "Ann"]], { atMs: 0 })];
    const run = simulate({ protocol, faults, untilMs: 2000, trace: false });
    expect(run.history[0]!.returned).toBeUndefined();
  });

  test("wrong options are named with what is allowed", () => {
    expect(() => multiPaxos({ electionTimeoutMs: [300, 150] })).toThrow("electionTimeoutMs is [300, 150]; allowed is");
    expect(() => multiPaxos({ heartbeatMs: 0 })).toThrow("heartbeatMs is 0; allowed is a time above 0");
    expect(() => multiPaxos({ firstLeader: "D" })).toThrow("firstLeader is D; allowed are the members, A, B, C");
  });
});

/** Slot 1 reaches nobody but its leader, slot 2 reaches C; then the leader is gone. */
function gap(): Run {
  const lost = (to: string): { kind: "drop"; from: string; to: string; nth: number } => ({
    kind: "drop",
    from: "A",
    to,
    nth: 1,
  });
  const protocol = store(multiPaxos({ firstLeader: "A", heartbeatMs: 100, electionTimeoutMs: [150, 300] }), {
    Ann: { operations: [put("x", 1)], attempts: 1 },
    Bob: { operations: [put("y", 2)], pauseMs: [5, 5], attempts: 1 },
  });
  const faults = [lost("B"), lost("C"), crash("A", { atMs: 40 })];
  return simulate({ protocol, faults, network: { latencyMs: 10 }, untilMs: 1500, trace: false, properties: safety });
}

/** A leader, one who takes over, one who only accepts, and a client of each leader. */
function takeover(protocol: MultiPaxos, more: Partial<ExploreOptions> = {}): ReturnType<typeof explore> {
  const clients = {
    Ann: { servers: ["A"], operations: [put("x", 1)], attempts: 1 },
    Bob: { servers: ["C"], operations: [put("x", 2)], attempts: 1 },
  };
  return explore({
    protocol: store(protocol, clients),
    properties: safety,
    time: "asynchronous",
    network: "ordered",
    firings: 1,
    limits: { states: 2_000_000 },
    ...more,
  });
}

describe("exhaustively: A leads, C takes over", () => {
  test("one entry a slot, and equal machines", () => {
    const found = takeover(multiPaxos({ firstLeader: "A" }));
    expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, 689_930]);
  });

  test.each([
    ["proposes again what it has learnt", slotAgreement, 16],
    ["promises only upwards", slotAgreement, 16],
    ["applies nothing behind a gap", sameMachine, 21],
  ])("without '%s' that fails", (guard, property, steps) => {
    const { counterexample } = takeover(multiPaxos({ firstLeader: "A" }), { knockedOut: [guard] });
    expect([counterexample?.property, counterexample?.steps]).toEqual([property.name, steps]);
    expectTrace(counterexample!.trace, `multi-paxos-without-${guard.replaceAll(/[^a-z]+/g, "-")}`);
  });
});

describe("storms of loss, duplication, crashes, partitions, pauses and skew", () => {
  const everything = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };

  function storm(seed: number, server: MultiPaxos): Run {
    const client = (name: string): Omit<RaftClientOptions, "servers"> => ({
      operations: mixed(6, name, seed),
      timeoutMs: 150,
      attempts: 6,
      pauseMs: [0, 100],
    });
    const clients = { Ann: client("Ann"), Bob: client("Bob"), Cid: client("Cid") };
    return inStorm(seed, { protocol: store(server, clients) }, [slotAgreement], everything);
  }

  function wrongSeeds(count: number, server: MultiPaxos): string[] {
    for (let seed = 1; seed <= count; seed++) {
      const { violation, failure, history } = storm(seed, server);
      const { verdict } = checkLinearizable(history);
      const what = violation?.what ?? failure?.message ?? (verdict === "linearizable" ? undefined : verdict);
      if (what !== undefined) return [`seed ${seed}: ${what}`];
    }
    return [];
  }

  test("1,000 seeds: one entry a slot, and what clients see is linearizable", () => {
    expect(wrongSeeds(1000, multiPaxos())).toEqual([]);
  }, 60_000);

  test("most operations are answered all the same", () => {
    const histories = [1, 2, 3, 4, 5].flatMap((seed) => storm(seed, multiPaxos()).history);
    const answered = histories.filter(({ returned }) => returned !== undefined).length;
    expect(answered).toBeLessThan(histories.length);
    expect(answered).toBeGreaterThan(histories.length / 2);
  });

  test("a broken twin that forgets what it promised and accepted is caught", () => {
    const good = multiPaxos();
    expect(wrongSeeds(200, { ...good, start: (self, _saved, out) => good.start(self, null, out) })).toHaveLength(1);
  });
});
