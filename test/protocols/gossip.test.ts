/** Gossip: rumours are quick and may leave somebody out; anti-entropy leaves nobody out. */
import { describe, expect, test } from "vitest";
import { crash, explore, gossip, simulate } from "distlab";
import type { GossipMessage, GossipOptions, GossipState, Run } from "distlab";
import { allCanKnow, nobodyForgets, somethingSpreads } from "../../lib/protocols/gossip";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const lamp = (version: number, value: string) => ({ lamp: { version, value } });
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `N${index + 1}`);
const knowing = (run: Run, version: number): number =>
  Object.values(run.states).filter((state) => (state as GossipState | null)?.entries["lamp"]?.version === version)
    .length;

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const exchanges = ["push", "pull", "push-pull"] as const;

/** How many of `count` nodes have not heard after each round of anti-entropy; all call at the same moment. */
function unaware(exchange: (typeof exchanges)[number], count: number, seed: number): readonly number[] {
  const members = names(count);
  const run = simulate({
    protocol: gossip({ members, exchange, ways: "anti-entropy", compareMs: 100, news: { N1: lamp(1, "sold") } }),
    network: { latencyMs: 1 },
    seed,
    untilMs: 2050,
  });
  const roundOf = new Map([["N1", 0]]);
  for (const event of run.trace.events) {
    if (event.kind !== "deliver" || roundOf.has(event.node)) continue;
    const message = event.message as GossipMessage;
    if ("entries" in message && "lamp" in message.entries) roundOf.set(event.node, Math.floor(event.at / 100));
  }
  return Array.from({ length: 21 }, (_, round) => count - [...roundOf.values()].filter((one) => one <= round).length);
}

describe("gossip (Demers and others 1987)", () => {
  test("a rumour reaches everybody, and then it is quiet", () => {
    const run = simulate({ protocol: gossip({ ways: "rumours", news: { A: lamp(1, "sold") } }), seed: 2 });
    expect(knowing(run, 1)).toBe(3);
    expect(Object.values(run.states).every((state) => Object.keys((state as GossipState).hot).length === 0)).toBe(true);
    expectTrace(run.trace, "gossip-rumour");
  });

  test("with rumours alone some of 100 never hear; with anti-entropy too, all do", () => {
    const members = names(100);
    const after = (ways: NonNullable<GossipOptions["ways"]>): number =>
      knowing(
        simulate({
          protocol: gossip({ members, ways, boredAfter: 1, news: { N1: lamp(1, "sold") } }),
          seed: 1,
          untilMs: 8000,
          trace: false,
        }),
        1,
      );
    expect(after("rumours")).toBeGreaterThan(60);
    expect(after("rumours")).toBeLessThan(100);
    expect(after("both")).toBe(100);
  });

  test("of two versions everybody keeps the newer, whatever the order of arrival", () => {
    const news = { A: lamp(1, "for sale"), C: lamp(2, "sold") };
    for (let seed = 1; seed <= 200; seed++) {
      expect(
        knowing(simulate({ protocol: gossip({ news }), seed, untilMs: 5000, trace: false }), 2),
        `seed ${seed}`,
      ).toBe(3);
    }
  });

  describe("who tells whom, among 100 nodes, ten times over (section 1.3)", () => {
    const count = 100;
    const runs = Object.fromEntries(
      exchanges.map((exchange) => [exchange, seeds(10).map((seed) => unaware(exchange, count, seed))]),
    );
    /** How many rounds a run takes, in the mean, from the first after which at most so many have not heard. */
    const rounds = (exchange: string, from: number): number => {
      const tookOf = (left: readonly number[]): number => left.indexOf(0) - left.findIndex((one) => one <= from);
      return runs[exchange]!.reduce((sum, left) => sum + tookOf(left), 0) / 10;
    };
    /** Once half have heard: what each round leaves, in all, as a share of what the law says of the round before. */
    const asPredicted = (exchange: string, law: (left: number) => number): number => {
      const sums = { left: 0, foretold: 0 };
      for (const left of runs[exchange]!) {
        for (const [round, before] of left.slice(0, -1).entries()) {
          if (before > count / 2) continue;
          sums.left += left[round + 1]!;
          sums.foretold += law(before);
        }
      }
      return sums.left / sums.foretold;
    };

    test("all have heard soonest by push-pull, then by pull, then by push", () => {
      expect(exchanges.map((exchange) => rounds(exchange, count - 1))).toEqual([12.6, 9.8, 5.9]);
    });

    test("the last tenth costs push three times as many rounds as the others", () => {
      expect(exchanges.map((exchange) => rounds(exchange, count / 10))).toEqual([3.5, 1, 0.9]);
    });

    test("pull squares the share of those who have not heard, push divides it by e^(1 - share): to within 10 %", () => {
      const pull = (left: number): number => (left * Math.max(0, left - 1)) / (count - 1);
      const push = (left: number): number => left * (1 - 1 / (count - 1)) ** (count - left);
      expect(Math.abs(asPredicted("pull", pull) - 1)).toBeLessThan(0.1);
      expect(Math.abs(asPredicted("push", push) - 1)).toBeLessThan(0.1);
      // Each is far from the other's law.
      expect(asPredicted("pull", push)).toBeLessThan(0.8);
      expect(asPredicted("push", pull)).toBeGreaterThan(1.2);
    });
  });

  test("who was down while the rumour went round learns it by comparing", () => {
    const faults = [crash("C", { atMs: 1, restartAtMs: 3000 })];
    const heard = (ways: NonNullable<GossipOptions["ways"]>): number =>
      knowing(
        simulate({ protocol: gossip({ ways, news: { A: lamp(1, "sold") } }), faults, seed: 1, untilMs: 6000 }),
        1,
      );
    expect([heard("rumours"), heard("both")]).toEqual([2, 3]);
  });

  test.each([
    ["push", 2946],
    ["pull", 13_038],
    ["push-pull", 10_580],
  ] as const)(
    "exhaustively, three nodes that compare by %s, one that crashes: all can always come to know",
    (exchange, distinct) => {
      const protocol = gossip({ ways: "anti-entropy", exchange, news: { A: lamp(1, "for sale"), B: lamp(2, "sold") } });
      const within = (world: { messages: readonly unknown[] }): boolean => world.messages.length <= 2;
      const found = explore({
        protocol,
        faults: { crashes: { B: 1 }, restarts: { B: 1 } },
        within,
        properties: [allCanKnow, nobodyForgets, somethingSpreads],
      });
      expect([found.complete, found.counterexample, found.distinct]).toEqual([true, undefined, distinct]);
    },
  );

  test.each(exchanges)(
    "1000 seeds of loss, copies, reordering, crashes, partitions and skew, %s: in the end all hold the newest",
    (exchange) => {
      const news = { A: lamp(1, "for sale"), B: { chair: { version: 3, value: "here" } }, D: lamp(2, "sold") };
      const protocol = gossip({ members: 4, news, exchange, compareMs: 200 });
      const storm = (seed: number): Run =>
        inStorm(seed, { protocol }, [nobodyForgets, somethingSpreads], {
          crashes: true,
          partitions: true,
          skew: true,
          untilMs: 1500,
        });
      expect(failingSeeds(1000, storm)).toEqual([]);
    },
  );
});

test("a node that takes whatever it hears goes back in time", () => {
  const protocol = gossip({ ways: "rumours", news: { A: lamp(1, "for sale"), B: lamp(2, "sold") } });
  const found = explore({ protocol, properties: [nobodyForgets], firings: 3, knockedOut: ["keeps what is newer"] });
  expect(found.counterexample?.property).toBe(nobodyForgets.name);
  expectTrace(found.counterexample!.trace, "gossip-without-keeps-what-is-newer");
});

test("options are checked", () => {
  expect(() => gossip({ news: { Z: {} } })).toThrow("news names Z; allowed are A, B, C");
  expect(() => gossip({ news: {}, boredAfter: 0 })).toThrow("boredAfter is 0; allowed is a whole number from 1");
  expect(() => gossip({ news: {}, exchange: "poll" as "pull" })).toThrow(
    "exchange is poll; allowed are push, pull, push-pull",
  );
  expect(() => gossip({ news: {}, compareMs: 0 })).toThrow("compareMs is 0; allowed is a time above 0");
});
