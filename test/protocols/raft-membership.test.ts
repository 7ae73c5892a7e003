/** Raft's members change, one server at a time: happy paths, storms, and the two rules without which logs are lost. */
import { describe, expect, test } from "vitest";
import { checkLinearizable, crash, electionSafety, explore, partition, raft, raftClient, simulate } from "distlab";
import type {
  AnyProtocol,
  ChangeMembers,
  Envelope,
  Exploration,
  ExploreOptions,
  KeyValueOperation,
  Protocol,
  RaftMessage,
  RaftOptions,
  RaftState,
  Run,
  World,
} from "distlab";
import { leaderCompleteness, logMatching, stateMachineSafety } from "../../lib/protocols/raft";
import { entryAt, lastIndex } from "../../lib/structures/log";
import { expectTrace } from "../traces";
import { inStorm } from "./storm";

const safety = [electionSafety, logMatching, leaderCompleteness, stateMachineSafety];

const names = (letters: string): string[] => [...letters];
const change = (letters: string): ChangeMembers => ({ kind: "changeMembers", members: names(letters) });
const append = (value: string): KeyValueOperation => ({ kind: "append", key: "x", value });

/** All servers, those that join later too, and clients that know them all. */
function cluster(
  servers: string,
  server: ReturnType<typeof raft>,
  clients: { readonly [client: string]: readonly (KeyValueOperation | ChangeMembers)[] },
  pauseMs: readonly [number, number] = [50, 50],
): { readonly [node: string]: AnyProtocol } {
  const nodes: [string, unknown][] = names(servers).map((name) => [name, server]);
  for (const [name, operations] of Object.entries(clients)) {
    nodes.push([name, raftClient({ servers: names(servers), operations, pauseMs, timeoutMs: 150 })]);
  }
  return Object.fromEntries(nodes) as { readonly [node: string]: AnyProtocol };
}

const serverOf = (run: Run, node: string): RaftState => run.states[node] as RaftState;
const three: RaftOptions = { members: 3, firstLeader: "A", preVote: true };
const quiet = { trace: false, properties: safety } as const;

describe("one server at a time (dissertation, sections 4.1 and 4.2)", () => {
  test("a server that is added holds the log before it counts", () => {
    const protocol = cluster("ABCD", raft(three), { Ann: [append("1"), append("2"), change("ABCD")] });
    const run = simulate({ protocol, untilMs: 1500, properties: safety });
    expect(run.violation).toBeUndefined();
    expect(run.history.at(-1)!.result).toBe(true);
    for (const node of names("ABCD")) {
      expect(serverOf(run, node).members).toEqual(names("ABCD"));
      expect(serverOf(run, node).machine).toEqual(serverOf(run, "A").machine);
    }
  });

  test("while it cannot be reached, the cluster goes on and its members stay", () => {
    const protocol = cluster("ABCD", raft(three), { Ann: [change("ABCD")], Bob: ["1", "2", "3"].map(append) });
    const run = simulate({ protocol, untilMs: 2000, faults: [crash("D", { atMs: 0 })], ...quiet });
    expect(serverOf(run, "A").members).toEqual(names("ABC"));
    expect(run.history.filter(({ returned }) => returned !== undefined)).toHaveLength(3);
  });

  test("a leader that is removed leads until that is committed, and leaves", () => {
    const protocol = cluster("ABC", raft(three), { Ann: [change("BC"), append("1")] });
    const run = simulate({ protocol, untilMs: 3000, ...quiet });
    expect(run.violation).toBeUndefined();
    expect(run.history.map(({ result }) => result)).toEqual([true, null]);
    expect(serverOf(run, "A")).toMatchObject({ role: "follower", currentTerm: 1, members: names("BC") });
    expect(names("BC").filter((node) => serverOf(run, node).role === "leader")).toHaveLength(1);
  });

  test("a cluster shrinks to one server and grows again", () => {
    const steps = ["AB", "A", "AC", "ABC"].map(change);
    const run = simulate({ protocol: cluster("ABC", raft(three), { Ann: steps }), untilMs: 5000, ...quiet });
    expect(run.history.map(({ result }) => result)).toEqual([true, true, true, true]);
    expect(run.violation).toBeUndefined();
  });

  test.each(["ABCDE", "A", "ABD", "ABC", "ABCDD"])("from ABC to %s is no single step, and is refused", (letters) => {
    const protocol = cluster("ABCDE", raft(three), { Ann: [change(letters)] });
    const run = simulate({ protocol, untilMs: 1000, ...quiet });
    expect(run.history.map(({ result }) => result)).toEqual([false]);
    expect(serverOf(run, "A").members).toEqual(names("ABC"));
  });

  test("members outlive crashes and the log's being replaced by a snapshot", () => {
    const operations = [change("ABCD"), ...names("123456789").map(append)];
    const protocol = cluster("ABCD", raft({ ...three, snapshotAfter: 4 }), { Ann: operations });
    const faults = names("ABCD").map((node) => crash(node, { atMs: 2500, restartAtMs: 2600 }));
    const run = simulate({ protocol, faults, untilMs: 4000, ...quiet });
    for (const node of names("ABCD")) {
      expect(serverOf(run, node).log.base).toBeGreaterThan(3);
      expect(serverOf(run, node).members).toEqual(names("ABCD"));
    }
  });

  test("a removed server that never heard of it is held off by pre-vote, and only by that (section 4.2.3)", () => {
    const termAfter = (preVote: boolean): number => {
      const protocol = cluster("ABCD", raft({ ...three, members: 4, preVote }), { Ann: [change("ABC")] });
      // D is cut off until it is no longer a member.
      const faults = [partition([["D"]], { atMs: 1, healAtMs: 1500 })];
      const run = simulate({ protocol, faults, untilMs: 4000, ...quiet });
      expect(serverOf(run, "D").members).toEqual(names("ABCD"));
      return serverOf(run, "A").currentTerm;
    };
    expect(termAfter(true)).toBe(1);
    expect(termAfter(false)).toBeGreaterThan(2);
  });
});

/** Walks from A, B, C to D, E, F in a storm, while a client works. */
function walk(seed: number): Run {
  const way = ["ABCD", "BCD", "BCDE", "CDE", "CDEF", "DEF", "ADEF", "AEF"].map(change);
  const work = Array.from({ length: 20 }, (_, place) => append(`${place} `));
  const options = { members: 3, preVote: seed % 2 === 0, snapshotAfter: seed % 3 === 0 ? 6 : Infinity };
  const protocol = cluster("ABCDEF", raft(options), { Ann: way, Bob: work }, [0, 100]);
  return inStorm(seed, { protocol }, safety, { crashes: true, partitions: true, skew: true, untilMs: 1500 });
}

function wrongIn({ violation, failure, history }: Run): string | undefined {
  const { verdict } = checkLinearizable(history.filter(({ client }) => client !== "Ann"));
  return violation?.what ?? failure?.message ?? (verdict === "linearizable" ? undefined : verdict);
}

describe("in storms", () => {
  test("1,000 seeds: figure 3 holds while all servers are replaced, and what clients see is linearizable", () => {
    let changes = 0;
    for (let seed = 1; seed <= 1000; seed++) {
      const run = walk(seed);
      expect(wrongIn(run), `seed ${seed}`).toBeUndefined();
      changes += run.history.filter(({ client, result }) => client === "Ann" && result === true).length;
    }
    expect(changes).toBeGreaterThan(2000);
  }, 60_000);
});

/** A client that asks each server once for other members, and does not wait. */
function operator(requests: readonly (readonly [server: string, members: string])[]): Protocol<{}, RaftMessage> {
  return {
    name: "operator",
    start(_self, _saved, out) {
      requests.forEach(([server, members], place) =>
        out.send(server, { kind: "ClientRequest", serial: place + 1, operation: change(members) }),
      );
      return {};
    },
    onMessage: () => {},
  };
}

const at = (world: World, node: string): RaftState => world.state(node) as RaftState;

/** The terms of a log's entries, such as "1,1,3". */
function terms({ log }: RaftState): string {
  return Array.from({ length: lastIndex(log) }, (_, place) => entryAt(log, place + 1)!.term).join();
}

function search(
  members: number,
  operators: { readonly [name: string]: Protocol<{}, RaftMessage> },
  more: Partial<ExploreOptions>,
): Exploration {
  const server = raft({ members, firstLeader: "A", entriesPerMessage: 1 });
  const nodes = [...names("ABCDE").map((name) => [name, server] as const), ...Object.entries(operators)];
  const protocol = Object.fromEntries<unknown>(nodes) as { readonly [node: string]: AnyProtocol };
  return explore({ protocol, properties: safety, time: "asynchronous", limits: { states: 1_000_000 }, ...more });
}

describe("two changes at once", () => {
  const operators = {
    Ann: operator([
      ["A", "ABCD"],
      ["A", "ABCDE"],
    ]),
  };
  // B may win the votes of A, B and C, and C does not hear of D and E.
  const within = (world: World): boolean =>
    names("ABCDE").every((node) => {
      const { log, currentTerm, role } = at(world, node);
      return lastIndex(log) <= 3 && currentTerm <= 2 && ("AB".includes(node) || role === "follower");
    }) && terms(at(world, "C")) === "";
  const bounds = { network: "ordered", firings: 1, within } as const;

  test("with the rule, no run of up to 19 steps is wrong", () => {
    const found = search(3, operators, { ...bounds, limits: { depth: 19 } });
    expect(found.counterexample).toBeUndefined();
    expect(found.distinct).toBeGreaterThan(40_000);
  });

  test("without it, the majorities of A, B, C and of A to E need not meet: 19 steps", () => {
    const { counterexample } = search(3, operators, { ...bounds, knockedOut: ["changes the members one at a time"] });
    expect([counterexample?.property, counterexample?.steps]).toEqual(["a leader holds every committed entry", 19]);
    expectTrace(counterexample!.trace, "raft-two-changes-at-once");
  });
});

/**
 * The bug of 2015. A begins to add E, and only E hears of it; B is elected in term 2 and removes A, which B and C
 * commit; A is elected in term 3 by A, D and E. The search keeps to this order, and drops what says nothing new, or
 * five servers would be too many; it finds the shortest run of this kind.
 */
describe("a leader that changes the members before it has committed anything (raft-dev, July 2015)", () => {
  const operators = { Ann: operator([["A", "ABCDE"]]), Bob: operator([["B", "BCD"]]) };
  const logs: { readonly [node: string]: readonly string[] } = {
    A: ["1", "1,1", "1,1,3"],
    B: ["", "2", "2,2"],
    C: ["", "2", "2,2"],
    D: [""],
    E: ["", "1", "1,1"],
  };
  function inOrder(world: World): boolean {
    const servers = names("ABCDE").map((name) => at(world, name));
    const [A, B, , , E] = servers as [RaftState, RaftState, RaftState, RaftState, RaftState];
    const latest = Math.max(...servers.map(({ currentTerm }) => currentTerm));
    return (
      servers.every((server) => logs[server.self]!.includes(terms(server))) &&
      servers.every(({ self, role }) => "AB".includes(self) || role === "follower") &&
      B.currentTerm <= 2 &&
      (latest < 2 || (terms(A) !== "1" && terms(E) === "1,1")) &&
      (latest < 3 || (latest === 3 && B.commitIndex === 2))
    );
  }
  const isNews = ({ from, message }: Envelope): boolean => {
    const said = message as RaftMessage;
    if (said.kind === "RequestVoteReply") return said.voteGranted || from === "A";
    if (said.kind === "ClientReply") return said.done;
    if (said.kind !== "AppendEntriesReply") return true;
    return (from === "C" && said.term === 2) || (from === "E" && said.term === 1);
  };
  const within = (world: World): boolean => inOrder(world) && world.messages.every(isNews);
  const rule = "commits an entry of its own term before it changes the members";

  test("two majorities that do not meet, in 21 steps", () => {
    const { counterexample } = search(4, operators, { within, firings: 2, knockedOut: [rule] });
    expect([counterexample?.property, counterexample?.steps]).toEqual(["a leader holds every committed entry", 21]);
    expectTrace(counterexample!.trace, "raft-membership-bug-2015");
  });

  test("with the rule, a leader that cannot commit leaves the members as they are", () => {
    const protocol = cluster("ABCDE", raft({ ...three, members: 4 }), { Ann: [change("ABCDE")] });
    const faults = [partition([["A", "E", "Ann"]], { atMs: 0 })];
    const run = simulate({ protocol, faults, untilMs: 2000, ...quiet });
    expect([serverOf(run, "A").role, serverOf(run, "A").members]).toEqual(["leader", names("ABCD")]);
  });
});
