/**
 * What each guard is for: without it there is a shortest disaster, or it is said why there is none. Most are knocked out
 * beside their protocols' other tests; here are the rest, and a count that none was forgotten.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  abdRegister,
  acknowledgedIsKept,
  acknowledgedIsMet,
  always,
  electionSafety,
  explore,
  fencedLease,
  linearizable,
  models,
  primaryBackup,
  quorumStore,
  raftElection,
  signedMessages,
  threePhaseCommit,
} from "distlab";
import type { ExploreOptions, PrimaryBackupState, Property } from "distlab";
import { agreement } from "../../lib/protocols/atomic-commitment";
import { noWriteByAnOldHolder } from "../../lib/protocols/fenced-lease";
import { loyalAgree, loyalObey } from "../../lib/protocols/oral-messages";
import { expectTrace } from "../traces";

interface Case {
  readonly guard: string;
  readonly protocol: ExploreOptions["protocol"];
  readonly property: Property;
  readonly steps: number;
  readonly more: Partial<ExploreOptions>;
  /** Another test has explored the protocol with its guard, which takes long. */
  readonly rightIsElsewhere?: true;
}

const read = { kind: "read" } as const;
const write = (value: string): { readonly kind: "write"; readonly value: string } => ({ kind: "write", value });
const strict = { replicas: 3, writeQuorum: 2, readQuorum: 2 };

/** C is promoted to epoch 3 and writes; B's own promotion, to epoch 2, comes late. */
const noEpochReturns = always<PrimaryBackupState>("what was written in epoch 3 is led in no older one", (world) =>
  world.nodes.every((node) => {
    const state = world.state(node);
    return state?.role !== "primary" || state.epoch >= 3 || !state.log.includes("w");
  }),
);
const promotions = [
  { node: "B", atMs: 100 },
  { node: "C", atMs: 200 },
];

const cases: readonly Case[] = [
  {
    guard: "keeps the newer value",
    protocol: abdRegister({
      clients: { U: [write("u")], V: [write("v"), read, read] },
      asks: "one by one",
      retryMs: Infinity,
      pauseMs: [1, 9],
    }),
    property: linearizable(models.register()),
    steps: 33,
    more: { symmetry: [["A", "B", "C"]] },
    rightIsElsewhere: true,
  },
  {
    guard: "keeps the newer version",
    protocol: quorumStore({ ...strict, clients: { U: [write("u1"), write("u2")], R: [read] }, retryMs: Infinity }),
    property: acknowledgedIsMet(strict),
    steps: 11,
    more: {},
    rightIsElsewhere: true,
  },
  {
    guard: "leaves by itself only before its vote",
    protocol: threePhaseCommit({ votes: "either" }),
    property: agreement,
    steps: 12,
    more: { faults: { crashes: 3 } },
  },
  {
    guard: "precommits only when all have voted yes",
    protocol: threePhaseCommit({ participants: 2, votes: "either" }),
    property: agreement,
    steps: 4,
    more: { faults: { crashes: 3 } },
  },
  {
    guard: "refuses lower tokens",
    protocol: fencedLease(),
    property: noWriteByAnOldHolder,
    steps: 9,
    more: { time: "asynchronous", firings: 4 },
  },
  {
    guard: "believes only what is signed",
    protocol: signedMessages({ traitors: ["C"] }),
    property: loyalObey,
    steps: 5,
    more: { properties: [loyalAgree, loyalObey] },
  },
  {
    guard: "ignores an old primary",
    protocol: primaryBackup({
      mode: "synchronous",
      promotions,
      clients: { U: [{ kind: "write", value: "u", at: "A" }] },
      timeoutMs: 1000,
    }),
    property: acknowledgedIsKept,
    steps: 10,
    more: { firings: 3 },
  },
  {
    guard: "obeys no command that is older than its epoch",
    protocol: primaryBackup({
      mode: "synchronous",
      promotions,
      clients: { W: [{ kind: "write", value: "w", at: "C" }] },
      timeoutMs: 1000,
    }),
    property: noEpochReturns,
    steps: 5,
    more: { firings: 3 },
  },
];

describe("without the guard", () => {
  test.each(cases)("$guard: a disaster in $steps steps", (one) => {
    const { guard, protocol, property, steps, more, rightIsElsewhere } = one;
    const options = { protocol, properties: [property], ...more };
    const { counterexample } = explore({ ...options, knockedOut: [guard] });
    expect([counterexample?.property, counterexample?.steps]).toEqual([property.name, steps]);
    expectTrace(counterexample!.trace, `without-${guard.replaceAll(/[^a-z]+/g, "-")}`);
    if (rightIsElsewhere) return;
    const right = explore(options);
    expect([right.holds, right.complete]).toEqual([true, true]);
  });

  test("votes only in its own term: none, since the answer carries the voter's term, and the candidate steps down", () => {
    const found = explore({
      protocol: raftElection({ members: 3 }),
      properties: [electionSafety],
      time: "asynchronous",
      firings: 2,
      faults: { duplicates: 1 },
      knockedOut: ["votes only in its own term"],
    });
    expect([found.holds, found.complete]).toEqual([true, true]);
  });
});

/** The names of all guards in the library's protocols, and the texts of the tests that knock them out. */
function guardsAndTests(): { readonly guards: readonly string[]; readonly tests: string } {
  const root = join(import.meta.dirname, "../..");
  const textOf = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => readFileSync(join(root, folder, path), "utf8"));
  const sources = textOf("lib/protocols").join("\n");
  const named = [...sources.matchAll(/out\.guard\(\s*"([^"]+)"/g), ...sources.matchAll(/const guard = "([^"]+)"/g)];
  const tests = [...textOf("test/protocols"), ...textOf("test/verify"), ...textOf("lib/protocols/broken")];
  return { guards: [...new Set(named.map((match) => match[1]!))], tests: tests.join("\n") };
}

test("no guard of a protocol is without a test that takes it away", () => {
  const { guards, tests } = guardsAndTests();
  expect(guards.length).toBeGreaterThan(45);
  expect(guards.filter((guard) => !tests.includes(guard))).toEqual([]);
});
