/** Gossip: rumours are quick and may leave somebody out; anti-entropy leaves nobody out. */
import { describe, expect, test } from "vitest";
import { crash, explore, gossip, simulate } from "distlab";
import type { GossipOptions, GossipState, Run } from "distlab";
import { allCanKnow, nobodyForgets, somethingSpreads } from "../../lib/protocols/gossip";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const lamp = (version: number, value: string) => ({ lamp: { version, value } });
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `N${index + 1}`);
const knowing = (run: Run, version: number): number =>
  Object.values(run.states).filter((state) => (state as GossipState | null)?.entries["lamp"]?.version === version)
    .length;

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

  test("who was down while the rumour went round learns it by comparing", () => {
    const faults = [crash("C", { atMs: 1, restartAtMs: 3000 })];
    const heard = (ways: NonNullable<GossipOptions["ways"]>): number =>
      knowing(
        simulate({ protocol: gossip({ ways, news: { A: lamp(1, "sold") } }), faults, seed: 1, untilMs: 6000 }),
        1,
      );
    expect([heard("rumours"), heard("both")]).toEqual([2, 3]);
  });

  test("exhaustively, three nodes that compare, one that crashes: everybody can always come to know", () => {
    const protocol = gossip({ ways: "anti-entropy", news: { A: lamp(1, "for sale"), B: lamp(2, "sold") } });
    const within = (world: { messages: readonly unknown[] }): boolean => world.messages.length <= 2;
    const found = explore({
      protocol,
      faults: { crashes: { B: 1 }, restarts: { B: 1 } },
      within,
      properties: [allCanKnow, nobodyForgets, somethingSpreads],
    });
    expect([found.complete, found.counterexample]).toEqual([true, undefined]);
    expect(found.distinct).toMatchInlineSnapshot(`10580`);
  });

  test("1000 seeds of loss, copies, reordering, crashes, partitions and skew: in the end all hold the newest", () => {
    const news = { A: lamp(1, "for sale"), B: { chair: { version: 3, value: "here" } }, D: lamp(2, "sold") };
    const protocol = gossip({ members: 4, news, compareMs: 200 });
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol }, [nobodyForgets, somethingSpreads], {
        crashes: true,
        partitions: true,
        skew: true,
        untilMs: 1500,
      });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });
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
  expect(() => gossip({ news: {}, compareMs: 0 })).toThrow("compareMs is 0; allowed is a time above 0");
});
