/** The ABD register: linearizable in every interleaving, and its broken twins are not. */
import { describe, expect, test } from "vitest";
import { abdHandlers, abdRegister, abdRegisterWith, checkLinearizable, explore, linearizable } from "distlab";
import { models, partition, simulate } from "distlab";
import type { AbdHandlers, AbdOperation, AbdOptions, Exploration, Run } from "distlab";
import {
  abdTagsAreUnique,
  askNext,
  compareAbdTags,
  completeAbd,
  storeAtMajority,
} from "../../lib/protocols/abd-register";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const read = { kind: "read" } as const;
const write = (value: string): AbdOperation => ({ kind: "write", value });
const isRegister = linearizable(models.register());

/** Two writers, of which one reads twice: the smallest clients with which each of the twins below goes wrong. */
const writersAndReads = { U: [write("u")], V: [write("v"), read, read] };

/** Every interleaving with three replicas, where each operation may begin at any moment. */
function exploreTwin(replaced: Partial<AbdHandlers>, clients: AbdOptions["clients"] = writersAndReads): Exploration {
  const protocol = abdRegisterWith(replaced)({ clients, asks: "one by one", retryMs: Infinity, pauseMs: [1, 9] });
  return explore({ protocol, properties: [isRegister], symmetry: [["A", "B", "C"]] });
}

describe("the ABD register (Attiya, Bar-Noy and Dolev 1995)", () => {
  test("an operation takes two round trips and four messages a replica", () => {
    const protocol = abdRegister({ clients: { U: [write("u"), read] } });
    const run = simulate({ protocol, network: { latencyMs: 10 }, untilMs: 90 });
    expect(run.history.map(({ invoked, returned, result }) => [invoked, returned, result])).toEqual([
      [0, 40, null],
      [40, 80, "u"],
    ]);
    expect(run.counts.sent).toBe(2 * 4 * 3);
    expectTrace(run.trace, "abd-register-write-and-read");
  });

  test("a majority is enough, a minority answers nothing", () => {
    const finished = (cut: readonly string[]): boolean => {
      const faults = [partition([cut], { atMs: 0 })];
      const run = simulate({ protocol: abdRegister({ clients: { U: [write("u"), read] } }), faults, untilMs: 1000 });
      return run.history.length === 2 && run.history[1]!.result === "u";
    };
    expect([finished(["A"]), finished(["A", "B"])]).toEqual([true, false]);
  });

  test.each([
    ["two writers, of which one reads twice", writersAndReads, 9110],
    ["a writer and another client that reads twice", { U: [write("u")], R: [read, read] }, 1466],
  ] as const)("with three replicas and %s every interleaving is linearizable", (_clients, clients, distinct) => {
    const result = exploreTwin({}, clients);
    expect([result.holds, result.complete, result.distinct]).toEqual([true, true, distinct]);
  });

  test.each([
    ["a replica crashes and comes back", { crashes: { A: 1 }, restarts: { A: 1 } }, 31_173],
    ["a message comes twice", { duplicates: 1 }, 237_329],
  ] as const)(
    "where %s as well, a write and two reads are linearizable in every interleaving",
    (_, faults, distinct) => {
      const clients = { U: [write("u")], R: [read, read] };
      const protocol = abdRegister({ clients, asks: "one by one", retryMs: Infinity, pauseMs: [1, 9] });
      const found = explore({ protocol, properties: [isRegister], faults });
      expect([found.holds, found.complete, found.distinct]).toEqual([true, true, distinct]);
    },
  );

  test("1,000 seeds with loss, duplication, crashes, partitions, pauses and skew: linearizable, and a tag has one value", () => {
    const several = (name: string): AbdOperation[] => [write(`${name}1`), read, write(`${name}2`), read, read];
    const protocol = abdRegister({ clients: { U: several("u"), V: several("v"), W: several("w") } });
    const histories: Run["history"][] = [];
    const storm = (seed: number): Run => {
      const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
      const run = inStorm(seed, { protocol }, [abdTagsAreUnique], weather);
      histories.push(run.history);
      return run;
    };
    expect(failingSeeds(1000, storm)).toEqual([]);
    const verdicts = histories.map((history) => checkLinearizable(history, models.register()).verdict);
    expect(verdicts).toEqual(Array.from({ length: 1000 }, () => "linearizable"));
  });

  test("options that make no sense are refused", () => {
    expect(() => abdRegister({ clients: { A: [] } })).toThrow("clients has A; allowed are names that no replica has");
    expect(() => abdRegister({ clients: {}, retryMs: 0 })).toThrow("retryMs is 0; allowed is a time above 0");
  });
});

describe("broken twins of the ABD register are caught", () => {
  test("a read without write-back: the second read is older than the first", () => {
    const twin: Partial<AbdHandlers> = {
      queryReply(state, reply, replica, out, config) {
        const isRead = config.clients[state.self]![state.begun - 1]!.kind === "read";
        if (!isRead) return abdHandlers.queryReply(state, reply, replica, out, config);
        if (state.phase !== "query" || reply.operation !== state.begun) return;
        state.answers[replica] = reply.held;
        const [one, other] = Object.values(state.answers);
        if (!one || !other) return askNext(state, out, config, "after an answer");
        state.storing = compareAbdTags(one.tag, other.tag) > 0 ? one : other;
        state.answers = {};
        completeAbd(state, out, config);
      },
    };
    const caught = exploreTwin(twin, { U: [write("u")], R: [read, read] }).counterexample!;
    expectTrace(caught.trace, "abd-register-without-write-back");
  });

  test("a tag without the writer's name: two values under one tag", () => {
    const twin: Partial<AbdHandlers> = {
      queryReply: (state, reply, replica, out, config) => {
        const nameless = { ...state, self: "" };
        const clients = { ...config.clients, "": config.clients[state.self]! };
        abdHandlers.queryReply(nameless, reply, replica, out, { ...config, clients });
        Object.assign(state, nameless, { self: state.self });
      },
    };
    expectTrace(exploreTwin(twin).counterexample!.trace, "abd-register-with-nameless-tags");
  });

  test("a writer that does not ask first: its write is older than one that had ended", () => {
    const twin: Partial<AbdHandlers> = {
      begin(state, operation, out, config) {
        if (operation.kind === "read") return abdHandlers.begin(state, operation, out, config);
        const tag = { number: state.lastNumber + 1, writer: state.self };
        storeAtMajority(state, { tag, value: operation.value }, out, config);
      },
    };
    expectTrace(exploreTwin(twin).counterexample!.trace, "abd-register-that-does-not-ask-first");
  });
});
