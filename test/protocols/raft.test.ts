/** Raft as a key-value store: from the happy path to storms, with histories judged by the linearizability checker. */
import { describe, expect, test } from "vitest";
import {
  checkLinearizable,
  crash,
  createRandom,
  electionSafety,
  partition,
  raft,
  raftClient,
  raftHandlers,
  raftWith,
  simulate,
} from "distlab";
import type {
  AnyProtocol,
  KeyValueOperation,
  Raft,
  RaftClientOptions,
  RaftClientState,
  RaftOptions,
  RaftState,
  Run,
} from "distlab";
import { leaderCompleteness, logMatching, stateMachineSafety } from "../../lib/protocols/raft";
import { isRead, readValue } from "../../lib/protocols/raft/key-value";
import { lastIndex } from "../../lib/structures/log";
import { expectTrace } from "../traces";
import { inStorm } from "./storm";

const safety = [electionSafety, logMatching, leaderCompleteness, stateMachineSafety];

/** The servers, and clients by name. */
function store(
  server: Raft,
  clients: { readonly [client: string]: Omit<RaftClientOptions, "servers"> & Partial<RaftClientOptions> },
): { readonly [node: string]: AnyProtocol } {
  const servers = server.members!;
  const nodes: [string, unknown][] = servers.map((name) => [name, server]);
  for (const [name, options] of Object.entries(clients)) nodes.push([name, raftClient({ servers, ...options })]);
  return Object.fromEntries(nodes) as { readonly [node: string]: AnyProtocol };
}

function serverOf(run: Run, node: string): RaftState {
  return run.states[node] as RaftState;
}

function clientOf(run: Run, node: string): RaftClientState {
  return run.states[node] as RaftClientState;
}

/** Operations of all kinds on two keys; no value is written twice. */
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

const put = (key: string, value: number): KeyValueOperation => ({ kind: "put", key, value });
const get = (key: string): KeyValueOperation => ({ kind: "get", key });

describe("a log of commands (ATC 2014, section 5)", () => {
  test("three servers elect a leader, which replicates a write and answers a read", () => {
    const protocol = store(raft({ members: 3 }), { client: { operations: [put("x", 1), get("x")] } });
    const run = simulate({ protocol, seed: 3, untilMs: 400 });
    expect(run.history.map(({ result }) => result)).toEqual([null, 1]);
    expectTrace(run.trace, "raft-write-and-read");
  });

  test.each([1, 2, 5])("%i servers give every client what one server would", (members) => {
    const names = ["Ann", "Bob", "Cid", "Dan"];
    const clients = Object.fromEntries(names.map((name) => [name, { operations: mixed(50, name, members) }]));
    const run = simulate({ protocol: store(raft({ members }), clients), untilMs: 20_000, trace: false });
    expect(run.history.filter(({ returned }) => returned !== undefined)).toHaveLength(200);
    expect(checkLinearizable(run.history).verdict).toBe("linearizable");
    const machines = run.nodes.filter((node) => !names.includes(node)).map((node) => serverOf(run, node).machine);
    for (const machine of machines) expect(machine).toEqual(machines[0]);
  });

  test("a follower that was cut off gets what it missed, and loses what it alone held", () => {
    const protocol = store(raft({ firstLeader: "A" }), {
      Ann: { servers: ["A"], operations: [put("x", 1), put("x", 2)], pauseMs: [200, 200], timeoutMs: 4000 },
      Bob: { servers: ["C", "D", "E"], operations: [put("y", 3)], pauseMs: [900, 900] },
    });
    const faults = [partition([["A", "B", "Ann"]], { atMs: 350, healAtMs: 2000 })];
    const during = simulate({ protocol, faults, untilMs: 1900, trace: false, properties: safety });
    expect(during.violation).toBeUndefined();
    // A holds its first entry, x = 1 and x = 2; the other side has its own first entry and y = 3.
    expect(serverOf(during, "A")).toMatchObject({ role: "leader", currentTerm: 1, commitIndex: 2 });
    expect(during.history.filter(({ returned }) => returned !== undefined)).toHaveLength(2);
    const after = simulate({ protocol, faults, untilMs: 3000, trace: false, properties: safety });
    expect(after.violation).toBeUndefined();
    for (const node of ["A", "B", "C", "D", "E"]) {
      expect(readValue(serverOf(after, node).machine, "x")).toBe(1);
      expect(readValue(serverOf(after, node).machine, "y")).toBe(3);
    }
    // Ann's second write is lost, but nobody may tell her that it failed before another entry is in its place.
    expect(clientOf(after, "Ann")).toMatchObject({ answered: 1, unknown: 0 });
  });

  test("a snapshot brings a server up to date that has missed more than the log still holds", () => {
    const protocol = store(raft({ firstLeader: "A", members: 3, snapshotAfter: 10 }), {
      Ann: { operations: mixed(100, "Ann", 1) },
    });
    const faults = [crash("C", { atMs: 100, restartAtMs: 4000 })];
    const run = simulate({ protocol, faults, untilMs: 6000, trace: false, properties: safety });
    expect(run.violation).toBeUndefined();
    expect(serverOf(run, "C").log.base).toBeGreaterThan(50);
    expect(serverOf(run, "C").machine).toEqual(serverOf(run, "A").machine);
    expect(serverOf(run, "A").log.length).toBeLessThan(11);
  });
});

describe("pre-vote (dissertation, section 9.6)", () => {
  const faults = [partition([["E"]], { atMs: 300, healAtMs: 3000 })];
  const termAfter = (options: RaftOptions): number => {
    const run = simulate({ protocol: raft({ ...options, firstLeader: "A" }), faults, untilMs: 5000, trace: false });
    return serverOf(run, "A").currentTerm;
  };
  test("a server that was cut off comes back without deposing the leader", () => {
    expect(termAfter({ preVote: true })).toBe(1);
    expect(termAfter({ preVote: false })).toBeGreaterThan(2);
  });

  test("it does not keep anybody from being elected", () => {
    const gone = [crash("A", { atMs: 300 })];
    const run = simulate({ protocol: raft({ preVote: true, firstLeader: "A" }), faults: gone, trace: false });
    expect(["B", "C", "D", "E"].filter((node) => serverOf(run, node).role === "leader")).toHaveLength(1);
  });
});

describe("clients (section 8)", () => {
  test("who gives up leaves the operation open: it is unknown, not failed", () => {
    const protocol = store(raft({ members: 3 }), { Ann: { operations: [put("x", 1), get("x")], attempts: 2 } });
    const faults = [crash("A", { atMs: 0 }), crash("B", { atMs: 0 })];
    const run = simulate({ protocol, faults, untilMs: 3000, trace: false });
    expect(clientOf(run, "Ann")).toMatchObject({ answered: 0, unknown: 2 });
    expect(run.history.every(({ returned }) => returned === undefined)).toBe(true);
  });

  test("a command whose answer was lost is not carried out again", () => {
    const protocol = store(raft({ members: 3, firstLeader: "A" }), {
      Ann: { servers: ["A"], operations: [{ kind: "append", key: "x", value: "a" }, get("x")], timeoutMs: 100 },
    });
    const faults = [{ kind: "drop", from: "A", to: "Ann", nth: 1 } as const];
    const run = simulate({ protocol, faults, untilMs: 1000, trace: false });
    expect(run.history.at(-1)!.result).toBe("a");
  });

  test("a deposed leader does not answer reads from the past", () => {
    const server = raft({ firstLeader: "A" });
    const clients = {
      Ann: { servers: ["A"], operations: [get("x")], pauseMs: [1500, 1500] as const },
      Bob: { servers: ["C", "D", "E"], operations: [put("x", 1)], pauseMs: [100, 100] as const, timeoutMs: 50 },
    };
    const faults = [partition([["A", "Ann"]], { atMs: 50 })];
    const run = simulate({ protocol: store(server, clients), faults, untilMs: 3000, trace: false });
    expect(clientOf(run, "Bob").answered).toBe(1);
    expect(clientOf(run, "Ann").answered).toBe(0);
    const hasty = hastyReads({ firstLeader: "A" });
    const wrong = simulate({ protocol: store(hasty, clients), faults, untilMs: 3000, trace: false });
    expect(checkLinearizable(wrong.history).verdict).toBe("violation");
  });

  test("wrong options are named with what is allowed", () => {
    const operations = [get("x")];
    expect(() => raftClient({ servers: [], operations })).toThrow("servers is an empty list; allowed is one name or");
    expect(() => raftClient({ servers: ["A"], operations, timeoutMs: 0 })).toThrow("timeoutMs is 0; allowed is");
    expect(() => raftClient({ servers: ["A"], operations, attempts: 0.5 })).toThrow("attempts is 0.5; allowed is");
    expect(() => raftClient({ servers: ["A"], operations: [get("__proto__")] })).toThrow("operations has the key");
    expect(() => raft({ electionTimeoutMs: [300, 150] })).toThrow("electionTimeoutMs is [300, 150]; allowed is");
    expect(() => raft({ heartbeatMs: 0 })).toThrow("heartbeatMs is 0; allowed is a time above 0");
    expect(() => raft({ snapshotAfter: 0 })).toThrow("snapshotAfter is 0; allowed is a whole number from 1");
    expect(() => raft({ entriesPerMessage: 1.5 })).toThrow("entriesPerMessage is 1.5; allowed is a whole number");
    expect(() => raft({ members: 3, firstLeader: "D" })).toThrow("firstLeader is D; allowed are the members, A, B, C");
  });
});

/** A broken twin: the leader answers reads from its own machine at once. */
const hastyReads = raftWith({
  read(state, { serial, operation }, client, out) {
    const result = readValue(state.machine, operation.key);
    out.send(client, { kind: "ClientReply", serial, done: true, result, leader: state.self });
  },
});

/** A broken twin: the machine has no sessions. */
const repeats = raftWith({
  apply: (machine, command, out) => raftHandlers.apply(machine, { ...command, serial: Infinity }, out),
});

describe("storms of loss, duplication, crashes, partitions, pauses and skew", () => {
  const everything = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
  const variant = (seed: number): RaftOptions => ({
    members: seed % 4 === 0 ? 5 : 3,
    preVote: seed % 2 === 0,
    snapshotAfter: seed % 3 === 0 ? Infinity : 5,
    reads: seed % 5 === 0 ? "log" : "read index",
  });

  function storm(seed: number, server: Raft): Run {
    const client = (name: string): Omit<RaftClientOptions, "servers"> => ({
      operations: mixed(12, name, seed),
      timeoutMs: 150,
      attempts: 6,
      pauseMs: [0, 100],
    });
    const clients = { Ann: client("Ann"), Bob: client("Bob"), Cid: client("Cid") };
    return inStorm(seed, { protocol: store(server, clients) }, safety, everything);
  }

  function wrongSeeds(count: number, server: (options: RaftOptions) => Raft): string[] {
    const wrong: string[] = [];
    for (let seed = 1; seed <= count && wrong.length === 0; seed++) {
      const { violation, failure, history } = storm(seed, server(variant(seed)));
      const { verdict } = checkLinearizable(history);
      const what = violation?.what ?? failure?.message ?? (verdict === "linearizable" ? undefined : verdict);
      if (what !== undefined) wrong.push(`seed ${seed}: ${what}`);
    }
    return wrong;
  }

  test("1,000 seeds: figure 3 holds, and what clients see is linearizable", () => {
    expect(wrongSeeds(1000, raft)).toEqual([]);
  }, 60_000);

  test("the storms do something: snapshots are installed, operations stay unknown, most are answered", () => {
    const runs = [1, 2, 4, 5, 7, 8].map((seed) => storm(seed, raft(variant(seed))));
    const histories = runs.flatMap(({ history }) => history);
    const answered = histories.filter(({ returned }) => returned !== undefined).length;
    expect(answered).toBeLessThan(histories.length);
    expect(answered).toBeGreaterThan(histories.length / 2);
    expect(histories.some(({ operation }) => isRead(operation as KeyValueOperation))).toBe(true);
    expect(runs.some((run) => run.nodes.some((node) => serverOf(run, node)?.log?.base > 0))).toBe(true);
    expect(
      runs.every((run) =>
        run.nodes.every((node) => lastIndex(serverOf(run, node)?.log ?? { base: 0, length: 0 }) < 200),
      ),
    ).toBe(true);
  });

  test.each([
    ["answers reads at once", hastyReads],
    ["carries out a repeated command again", repeats],
  ])("a broken twin that %s is caught", (_name, twin) => {
    expect(wrongSeeds(300, twin)).toHaveLength(1);
  });
});
