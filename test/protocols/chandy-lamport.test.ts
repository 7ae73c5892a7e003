/** Chandy and Lamport's snapshot: all the money is in it, on whichever way it was. */
import { describe, expect, test } from "vitest";
import { chandyLamport, chandyLamportHandlers, chandyLamportWith, explore, simulate, snapshotTotal } from "distlab";
import type { ChandyLamportOptions, ChandyLamportState, Run, World } from "distlab";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const parts = (run: Run) => Object.values(run.states).map((state) => (state as ChandyLamportState).recorded);
const total = (run: Run): number | null => snapshotTotal(parts(run));
const onTheWay = (run: Run): number =>
  parts(run).reduce((sum, part) => sum + Object.values(part?.links ?? {}).flat().length, 0);

/** Small enough to explore: each has 1 and pays 1. */
const small = { members: 2, money: 1, amount: 1, payments: 2 } satisfies ChandyLamportOptions;
const three = { ...small, members: 3, payments: 1 } satisfies ChandyLamportOptions;

describe("snapshots (Chandy and Lamport 1985)", () => {
  test("a snapshot of nodes that pay each other holds all the money, some of it on its way", () => {
    const run = simulate({
      protocol: chandyLamport({ payments: 4, recordAtMs: 20 }),
      network: { ordered: true },
    });
    expect(total(run)).toBe(300);
    expect(onTheWay(run)).toBeGreaterThan(0);
    expectTrace(run.trace, "chandy-lamport-three-nodes");
  });

  test("it takes n(n − 1) markers, whoever begins, and however many", () => {
    for (const members of [2, 5, 9]) {
      for (const initiators of [["A"], ["B"], ["A", "B"]]) {
        const protocol = chandyLamport({ members, initiators, payments: 0 });
        const run = simulate({ protocol, network: { ordered: true }, trace: false });
        expect(run.counts.sent).toBe(members * (members - 1));
        expect(total(run)).toBe(members * 100);
      }
    }
  });

  test("it may show a state in which the system never was (section 4)", () => {
    const picture = (state: (node: string) => ChandyLamportState | null): string =>
      JSON.stringify(["A", "B", "C"].map((node) => state(node)?.recorded?.money));
    let never = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const seen = new Set<string>();
      const remember = (world: World<ChandyLamportState>): boolean => {
        seen.add(JSON.stringify(world.nodes.map((node) => world.state(node)?.money)));
        return false;
      };
      const run = simulate({
        protocol: chandyLamport({ payEveryMs: [1, 9] }),
        network: { ordered: true },
        seed,
        until: remember,
      });
      expect(total(run)).toBe(300);
      if (!seen.has(picture((node) => run.states[node] as ChandyLamportState))) never += 1;
    }
    expect(never).toBeGreaterThan(10);
  });

  test.each([
    ["two nodes, two payments each", small, 352],
    ["two nodes that both begin", { ...small, initiators: ["A", "B"] }, 1305],
    ["three nodes, a payment each", three, 20_963],
    ["three nodes, two of which begin", { ...three, initiators: ["A", "C"] }, 75_335],
  ] as const)("every interleaving on ordered links: %s", (_, options, states) => {
    const verdict = explore({ protocol: chandyLamport(options), network: "ordered" });
    expect([verdict.holds, verdict.complete]).toEqual([true, true]);
    expect(verdict.distinct).toBe(states);
  });

  test("1,000 seeds of pauses, skew and slow ordered links: every snapshot is complete and holds all the money", () => {
    const storm = (seed: number): Run => {
      const protocol = chandyLamport({ members: 4, payments: 15, initiators: seed % 2 ? ["A"] : ["B", "D"] });
      const run = inStorm(
        seed,
        { protocol, network: { latencyMs: [1, 100], ordered: true }, untilMs: 3000 },
        protocol.contract!.safety,
        { pauses: true, skew: true, lossy: false, untilMs: 300 },
      );
      expect(total(run), `seed ${seed}`).toBe(400);
      return run;
    };
    expect(failingSeeds(1000, storm)).toEqual([]);
  });

  test.each([
    [{ payments: -1 }, "payments is -1; allowed is a whole number from 0"],
    [{ members: 1 }, "members is 1; allowed are two or more"],
    [{ initiators: ["Z"] }, "initiators names Z; allowed are A, B, C"],
  ])("%o is refused", (options, message) => {
    expect(() => chandyLamport(options)).toThrow(message);
  });
});

describe("broken twins of the snapshot are caught", () => {
  test("links that reorder: a payment overtakes a marker, or is overtaken", () => {
    const { counterexample } = explore({ protocol: chandyLamport(small), network: "unordered" });
    expect(counterexample?.sentence).toMatch(/the snapshot holds \d, and there is 2/);
    expectTrace(counterexample!.trace, "chandy-lamport-on-links-that-reorder");
  });

  test("one that records its state only when the next message comes, though its markers are out", () => {
    const tardy = chandyLamportWith({
      payment(state, amount, from, out) {
        chandyLamportHandlers.payment(state, amount, from, out);
        // What it should have recorded before is recorded now, as long as it is not complete.
        if (state.recorded !== null && state.recorded.awaiting.length > 0) state.recorded.money = state.money;
      },
    });
    const { counterexample } = explore({ protocol: tardy(small), network: "ordered" });
    expect(counterexample?.sentence).toMatch(/the snapshot holds \d, and there is 2/);
    expectTrace(counterexample!.trace, "chandy-lamport-that-records-late");
  });

  test("one that goes on recording a link after its marker has come", () => {
    const { counterexample } = explore({
      protocol: chandyLamport(small),
      network: "ordered",
      knockedOut: ["records what was sent before the marker"],
    });
    expect(counterexample?.sentence).toMatch(/the snapshot holds 3, and there is 2/);
    expectTrace(counterexample!.trace, "chandy-lamport-that-records-for-ever");
  });

  test("one that does not record links loses what is on its way", () => {
    const blind = chandyLamportWith({ payment: (state, amount) => void (state.money += amount) });
    const { counterexample } = explore({ protocol: blind(small), network: "ordered" });
    expect(counterexample?.sentence).toMatch(/the snapshot holds 1, and there is 2/);
    expectTrace(counterexample!.trace, "chandy-lamport-that-does-not-record-links");
  });
});
