/** Leases, a holder that pauses, and the token that makes the pause harmless. */
import { describe, expect, test } from "vitest";
import { explore, fencedLease, pause, simulate } from "distlab";
import type { AnyProtocol, LeaseMessage, Protocol, Run } from "distlab";
import { bothHoldersWrite, noWriteByAnOldHolder } from "../../lib/protocols/fenced-lease";
import type { LeaseSaved, StorageState } from "../../lib/protocols/fenced-lease";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const properties = [noWriteByAnOldHolder, bothHoldersWrite];
const asleep = [pause("A", { atMs: 30, untilMs: 250 })];

describe("a lease with fencing tokens (Kleppmann 2016)", () => {
  test("without pauses two holders write one after the other, with or without fencing", () => {
    for (const fencing of [true, false]) {
      const run = simulate({ protocol: fencedLease({ fencing }), properties, network: { latencyMs: 5 } });
      expect([run.violation, run.neverHeld]).toEqual([undefined, []]);
    }
  });

  test("tokens 33 and 34: without fencing the holder that slept writes after its lease has gone", () => {
    const run = simulate({
      protocol: fencedLease({ fencing: false }),
      properties,
      faults: asleep,
      network: { latencyMs: 5 },
    });
    expect(run.violation?.what).toBe("A wrote with token 33 after B had with 34");
    expectTrace(run.trace, "lease-without-fencing");
  });

  test("with fencing the storage refuses it", () => {
    const run = simulate({ protocol: fencedLease(), properties, faults: asleep, network: { latencyMs: 5 } });
    expect(run.violation).toBeUndefined();
    expect(run.states["A"]).toMatchObject({ refused: 2 });
  });

  test("in every interleaving, with timers that fire whenever they like: fencing holds, and without it the checker finds the pause", () => {
    const bounds = {
      properties,
      time: "asynchronous",
      firings: 4,
      faults: { crashes: { storage: 1 }, restarts: 1 },
    } as const;
    const fenced = explore({ protocol: fencedLease(), ...bounds });
    expect(fenced.verdicts[0]?.outcome).toBe("held");
    expect(fenced.distinct).toMatchInlineSnapshot(`1705`);
    expect(explore({ protocol: fencedLease({ fencing: false }), ...bounds }).counterexample?.sentence).toMatch(
      /wrote with token/,
    );
  });

  test("a broken twin whose storage forgets the highest token before it compares is caught", () => {
    const good = fencedLease();
    const storage = good["storage"] as Protocol<StorageState, LeaseMessage, never, LeaseSaved>;
    const lenient: typeof storage = {
      ...storage,
      onMessage(state, message, from, out) {
        const highest = state.highestToken;
        state.highestToken = 0;
        storage.onMessage(state, message, from, out);
        state.highestToken = Math.max(state.highestToken, highest);
      },
    };
    const { counterexample } = explore({
      protocol: { ...good, storage: lenient as AnyProtocol },
      properties,
      time: "asynchronous",
      firings: 4,
    });
    expect(counterexample?.sentence).toMatch(/wrote with token 33 after/);
    expectTrace(counterexample!.trace, "lease-whose-storage-forgets-the-token");
  });

  test("1000 seeds of loss, duplication, partitions, pauses, skew and crashes of all but the lock: no write after a newer holder's", () => {
    const storm = (seed: number): Run =>
      inStorm(seed, { protocol: fencedLease({ holders: ["A", "B", "C"] }) }, [noWriteByAnOldHolder], {
        crashes: true,
        partitions: true,
        pauses: true,
        skew: true,
        untilMs: 600,
        // That the lock service does not fail is what the file leaves out.
        victims: ["A", "B", "C", "storage"],
      });
    expect(failingSeeds(1000, storm)).toEqual([]);
  });
});
