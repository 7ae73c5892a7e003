/** A store of quorums: what overlap promises, what it does not, and what a sloppy quorum takes back. */
import { describe, expect, test } from "vitest";
import {
  acknowledgedIsMet,
  always,
  canAlwaysReach,
  checkLinearizable,
  explore,
  linearizable,
  models,
  partition,
  quorumRules,
} from "distlab";
import { isNewerVersion, quorumStore, quorumStoreWith, simulate } from "distlab";
import type {
  Exploration,
  Operation,
  QuorumClientState,
  QuorumOperation,
  QuorumReplicaState,
  QuorumRules,
  QuorumState,
  QuorumStoreOptions,
  Run,
} from "distlab";
import type { QuorumReplica } from "../../lib/protocols/quorum-store/vocabulary";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const read = { kind: "read" } as const;
const write = (value: string): QuorumOperation => ({ kind: "write", value });
const isRegister = linearizable(models.register());
const strict = { replicas: 3, writeQuorum: 2, readQuorum: 2 };

/** Every interleaving with three replicas and nobody who asks twice. */
const every = (options: Omit<QuorumStoreOptions, "replicas">): Exploration =>
  explore({
    protocol: quorumStore({ replicas: 3, asks: "just enough", retryMs: Infinity, ...options }),
    properties: [isRegister],
    symmetry: [["A", "B", "C"]],
  });

const held = (run: Run, replica: string): unknown => (run.states[replica] as QuorumReplicaState).held?.value ?? null;

describe("a store of quorums (Dynamo 2007)", () => {
  test("a write waits for two of three, a read takes two answers and repairs who is behind", () => {
    const protocol = quorumStore({ clients: { Ann: [write("red")], Ben: [read, read] }, pauseMs: [10, 10] });
    const network = { latencyMs: 5, links: { "Ann->C": { latencyMs: 60 } } };
    const run = simulate({ protocol, network, untilMs: 55 });
    expect(run.history.map(({ result }) => result)).toEqual([null, "red", "red"]);
    expect(held(run, "C")).toBe("red");
    expectTrace(run.trace, "quorum-store");
  });

  test("1000 seeds of loss, copies, reordering, crashes, partitions, pauses and skew: any R replicas hold what is acknowledged", () => {
    const clients = { Ann: [write("a1"), read, write("a2")], Ben: [write("b1"), read, write("b2"), read] };
    const protocol = quorumStore({ ...strict, clients, pauseMs: [10, 200] });
    const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
    const storm = (seed: number): Run => inStorm(seed, { protocol }, [acknowledgedIsMet(strict)], weather);
    expect(failingSeeds(1000, storm)).toEqual([]);
    const irregular = Array.from({ length: 300 }, (_, seed) => storm(seed + 1).history).filter(
      (one) => !isRegular(one),
    );
    expect(irregular).toEqual([]);
  });

  test("two writers: the second write that ends is above the first, and without that rule it is lost", () => {
    const clients = { Ann: [write("a")], Ben: [write("b")] };
    const options = {
      protocol: quorumStore({ ...strict, clients, retryMs: Infinity }),
      properties: [acknowledgedIsMet(strict), writesAreOrdered],
      symmetry: [["A", "B", "C"]],
      network: "ordered",
    } as const;
    const sound = explore(options);
    expect([sound.complete, sound.counterexample, sound.distinct]).toEqual([true, undefined, 7824]);
    const lost = explore({ ...options, knockedOut: ["writes above what it meets"] });
    expect(lost.counterexample?.property).toBe(writesAreOrdered.name);
    expectTrace(lost.counterexample!.trace, "quorum-store-without-writes-above-what-it-meets");
  });
});

describe("what overlap does not promise", () => {
  test("W + R > N, one writer: a later read may be older than an earlier one", () => {
    const found = every({ clients: { U: [write("u")], R: [read, read] }, readRepair: false });
    expect(found.verdicts[0]!.outcome).toBe("violated");
    expectTrace(found.counterexample!.trace, "quorum-store-is-not-linearizable");
    expect(found.counterexample!.sentence).toContain("read");
  });

  test("W + R = N: a read that begins after the write has ended does not see it", () => {
    const found = every({ clients: { U: [write("u")], R: [read] }, writeQuorum: 2, readQuorum: 1 });
    expectTrace(found.counterexample!.trace, "quorum-store-without-overlap");
  });

  test("a sloppy quorum is answered on both sides of a cut, and the overlap is gone until the hint is handed over", () => {
    const clients = { Ann: [write("red")], Ben: [read, read] };
    const cut = partition([["A", "D", "Ann"]], { atMs: 0, healAtMs: 600 });
    const common = { network: { latencyMs: 5 }, faults: [cut], untilMs: 1500 };
    const sloppy = { ...strict, standIns: ["D"], clients, pauseMs: [200, 200] as const };
    const run = simulate({ ...common, protocol: quorumStore(sloppy) });
    expect(run.history.map(({ client, result }) => [client, result])).toEqual([
      ["Ann", null],
      ["Ben", null],
      ["Ben", null],
    ]);
    expect(checkLinearizable(run.history, models.register()).verdict).toBe("violation");
    expect([held(run, "B"), (run.states["D"] as QuorumReplicaState).hints]).toEqual(["red", {}]);
    const met = simulate({ ...common, protocol: quorumStore(sloppy), properties: [acknowledgedIsMet(strict)] });
    expect(met.violation?.what).toContain("B, C hold older versions");
    const waits = simulate({
      untilMs: 590,
      faults: [partition([["A", "Ann"]], { atMs: 0 })],
      protocol: quorumStore({ ...sloppy, standIns: [] }),
    });
    expect(waits.history[0]).not.toHaveProperty("returned");
  });
});

describe("broken twins of the quorum store are caught", () => {
  const twoWrites = { U: [write("u1"), write("u2")], R: [read] };

  test("a message that comes late writes the older version back", () => {
    const protocol = quorumStoreWith({ keeps: () => true })({ ...strict, clients: twoWrites, retryMs: Infinity });
    const found = explore({ protocol, properties: [acknowledgedIsMet(strict)] });
    expectTrace(found.counterexample!.trace, "quorum-store-keeps-what-comes-last");
  });

  /** A read repair that arrives is written, whatever the replica holds by then. */
  const believing = (nodes: ReturnType<typeof quorumStore>): ReturnType<typeof quorumStore> =>
    Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => {
        if (node.name !== "quorum store replica") return [name, node];
        const good = node as QuorumReplica;
        const onMessage: QuorumReplica["onMessage"] = (state, message, from, out) => {
          if (message.kind !== "Repair") return good.onMessage(state, message, from, out);
          state.held = message.version;
          out.save({ held: state.held, hints: state.hints });
        };
        return [name, { ...good, onMessage }];
      }),
    );

  test("a read repair that comes late and is believed writes the older version over a newer one", () => {
    const nodes = quorumStore({ ...strict, clients: twoWrites, retryMs: Infinity });
    const options = { properties: [acknowledgedIsMet(strict)], network: "ordered" } as const;
    const right = explore({ ...options, protocol: nodes, symmetry: [["A", "B", "C"]] });
    expect([right.complete, right.counterexample, right.distinct]).toEqual([true, undefined, 13_199]);
    const { counterexample } = explore({ ...options, protocol: believing(nodes) });
    expect([counterexample?.property, counterexample?.steps]).toEqual([acknowledgedIsMet(strict).name, 16]);
    expectTrace(counterexample!.trace, "quorum-store-believes-a-late-repair");
  });

  test("a read repair that sends the oldest answer to whoever has a newer one: who has missed the write never gets it", () => {
    const backwards: typeof quorumRules.repairs = (answers) => {
      const versions = Object.values(answers).filter((one) => one !== null);
      const oldest = versions.find((one) => !versions.some((other) => isNewerVersion(one, other)));
      const ahead = Object.keys(answers).filter((replica) => oldest && isNewerVersion(answers[replica]!, oldest));
      return oldest === undefined ? {} : Object.fromEntries(ahead.map((replica) => [replica, oldest]));
    };
    const copies = (rules: Partial<QuorumRules>): Exploration =>
      explore({
        protocol: quorumStoreWith(rules)({ ...strict, clients: { Ann: [write("a"), read] }, retryMs: Infinity }),
        properties: [copiesCanAgree],
        symmetry: [["A", "B", "C"]],
        faults: { drops: 1 },
      });
    const right = copies({});
    expect([right.complete, right.counterexample, right.distinct]).toEqual([true, undefined, 202]);
    const { counterexample } = copies({ repairs: backwards });
    expect([counterexample?.property, counterexample?.steps]).toEqual([copiesCanAgree.name, 3]);
    expectTrace(counterexample!.trace, "quorum-store-repairs-backwards");
  });

  test("the first answer instead of the newest", () => {
    const newest: typeof quorumRules.newest = (answers) => answers[0] ?? null;
    const clients = { U: [write("u")], R: [read, read, read, read, read, read] };
    const protocol = quorumStoreWith({ newest })({ ...strict, clients, readRepair: false, pauseMs: [1, 100] });
    const storm = (seed: number): Run =>
      simulate({
        protocol,
        seed,
        trace: false,
        network: { latencyMs: [1, 40], links: { "U->C": { latencyMs: 250 } } },
      });
    expect(Array.from({ length: 100 }, (_, seed) => isRegular(storm(seed).history))).toContain(false);
  });
});

test("quorums that cannot be, and names that are used twice, are refused", () => {
  expect(() => quorumStore({ clients: {}, writeQuorum: 4 })).toThrow(
    "writeQuorum is 4; allowed is a whole number from 1 to 3",
  );
  expect(() => quorumStore({ clients: { A: [] } })).toThrow("A plays two parts; allowed is one name for each node");
  expect(() => quorumStore({ clients: {}, retryMs: 0 })).toThrow("retryMs is 0; allowed is a time above 0");
});

/** Whoever has missed a write can still come to hold it: with nobody who asks twice, that is up to the read. */
const copiesCanAgree = canAlwaysReach<QuorumState>("all replicas can come to hold the same", (world) => {
  const [first, ...others] = ["A", "B", "C"].map((node) => (world.state(node) as QuorumReplicaState).held);
  return others.every((one) => one?.counter === first?.counter);
});

/** Every read returns a write that it overlaps, or one after which no other had begun and ended before the read. */
function isRegular(history: readonly Operation[]): boolean {
  const writes = history.filter(({ operation }) => (operation as QuorumOperation).kind === "write");
  const reads = history.filter(({ operation, returned }) => (operation as QuorumOperation).kind === "read" && returned);
  return reads.every(({ result, invoked, returned }) => {
    const seen = writes.find(({ operation }) => (operation as { value?: string }).value === result);
    if (seen === undefined) return result === null && writes.every((one) => (one.returned ?? Infinity) >= invoked);
    const isReplaced = writes.some(
      (one) => one.invoked > (seen.returned ?? Infinity) && (one.returned ?? Infinity) < invoked,
    );
    return seen.invoked <= returned! && !isReplaced;
  });
}

/** A write that began after another had ended has a higher version. */
const writesAreOrdered = always<QuorumState>("a later write has a higher version", (world) => {
  const last = ["Ann", "Ben"].map((client) => world.state(client) as QuorumClientState);
  const ends = last.map(({ self, acknowledged }) =>
    world.history.find(({ client, operation }) => {
      const { value } = operation as { value?: string };
      return client === self && value === acknowledged?.value;
    }),
  );
  const [ann, ben] = [0, 1].map((one) => ({ version: last[one]!.acknowledged, ...ends[one]! }));
  if (!ann?.version || !ben?.version) return true;
  if (ann.returned! < ben.invoked) return isNewerVersion(ben.version, ann.version);
  if (ben.returned! < ann.invoked) return isNewerVersion(ann.version, ben.version);
  return true;
});
