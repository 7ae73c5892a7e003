/** Primary and backups: what each mode promises, and which fail-over breaks it. */
import { describe, expect, test } from "vitest";
import { acknowledgedIsKept, always, checkLinearizable, crash, explore, models, partition } from "distlab";
import { primaryBackup, simulate } from "distlab";
import type { Fault, PrimaryBackupOperation, PrimaryBackupState, ReplicationMode, Run } from "distlab";
import { expectTrace } from "../traces";
import { failingSeeds, inStorm } from "./storm";

const modes: readonly ReplicationMode[] = ["asynchronous", "semi-synchronous", "synchronous"];
const write = (value: string, at = "A"): PrimaryBackupOperation => ({ kind: "write", value, at });
const read = (at: string): PrimaryBackupOperation => ({ kind: "read", at });

/** U writes twice to A, which dies at 100 ms; at 150 ms `promoted` takes over. C hears nothing from the beginning. */
function failOver(mode: ReplicationMode, promoted: string, lagMs = 0): Run {
  const protocol = primaryBackup({
    mode,
    lagMs,
    promotions: [{ node: promoted, atMs: 150 }],
    clients: { U: [write("u1"), write("u2")] },
  });
  const cut = partition([["C"], ["A", "B", "U"]], { atMs: 0, healAtMs: 120 });
  const faults: readonly Fault[] = [cut, crash("A", { atMs: 100 })];
  return simulate({ protocol, faults, network: { latencyMs: 5 }, properties: [acknowledgedIsKept], untilMs: 1000 });
}

describe("primary and backups (Alsberg and Day 1976)", () => {
  test.each([
    ["asynchronous", 20],
    ["semi-synchronous", 40],
    ["synchronous", 40],
  ] as const)("a write is acknowledged, %s, after %i ms of 10 ms each way, with six messages", (mode, tookMs) => {
    const protocol = primaryBackup({ mode, clients: { U: [write("u")] } });
    const run = simulate({ protocol, network: { latencyMs: 10 }, untilMs: 500 });
    expect(run.history[0]!.returned! - run.history[0]!.invoked).toBe(tookMs);
    expect(run.counts.sent).toBe(6);
    expectTrace(run.trace, `primary-backup-${mode}`);
  });

  test("a read replica lags: who has written does not read it there, but at the primary", () => {
    const readBack = (at: string): unknown => {
      const protocol = primaryBackup({ lagMs: 40, clients: { U: [write("u"), read(at)] } });
      return simulate({ protocol, network: { latencyMs: 5 } }).history[1]!.result;
    };
    expect([readBack("A"), readBack("B")]).toEqual(["u", null]);
  });

  test("one backup that does not answer stops writes in synchronous mode alone", () => {
    const faults = [partition([["C"]], { atMs: 0 })];
    const finished = modes.map((mode) => {
      const run = simulate({ protocol: primaryBackup({ mode, clients: { U: [write("u")] } }), faults });
      return run.history[0]!.returned !== undefined;
    });
    expect(finished).toEqual([true, true, false]);
  });

  test("asynchronous: a fail-over loses what the primary had not sent on, whoever is promoted", () => {
    const lost = failOver("asynchronous", "B", 500);
    expect(lost.violation?.what).toBe('acknowledged and lost: "u1", "u2"');
    expectTrace(lost.trace, "primary-backup-lost-write");
  });

  test("semi-synchronous: nothing is lost where the backup that has it is promoted, and all where the other one is", () => {
    expect(failOver("semi-synchronous", "B").violation).toBeUndefined();
    expect(failOver("semi-synchronous", "C").violation?.what).toBe('acknowledged and lost: "u1", "u2"');
  });

  test("a primary that comes back follows the new one and drops what only it had", () => {
    const protocol = primaryBackup({
      lagMs: 500,
      promotions: [{ node: "B", atMs: 150 }],
      clients: { U: [write("u1")], V: [...Array.from({ length: 20 }, () => read("A")), write("v", "B")] },
    });
    const run = simulate({ protocol, faults: [crash("A", { atMs: 100, restartAtMs: 200 })], untilMs: 9000 });
    expect(["A", "B", "C"].map((node) => (run.states[node] as { log: unknown }).log)).toEqual([["v"], ["v"], ["v"]]);
  });

  test("1,000 seeds, synchronous, with loss, duplication, crashes, partitions, pauses, skew and two promotions: nothing acknowledged is lost", () => {
    const writes = (at: string): PrimaryBackupOperation[] => [1, 2, 3, 4].map((each) => write(`${at}${each}`, at));
    const run = (mode: ReplicationMode, seed: number): Run => {
      const promotions = ["B", "C"].map((node, index) => ({ node, atMs: 300 * (index + 1) }));
      const clients = { U: writes("A"), V: writes("B"), W: writes("C") };
      const protocol = primaryBackup({ mode, promotions, clients, pauseMs: [50, 200] });
      const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
      return inStorm(seed, { protocol }, [acknowledgedIsKept], weather);
    };
    expect(failingSeeds(1000, (seed) => run("synchronous", seed))).toEqual([]);
    expect(failingSeeds(300, (seed) => run("semi-synchronous", seed))).not.toEqual([]);
  });

  test("what a backup has refused it does not write after its promotion either, when a copy arrives late", () => {
    const logs = (knockedOut: readonly string[]): readonly string[] => {
      const protocol = primaryBackup({
        replicas: 2,
        promotions: [{ node: "B", atMs: 100 }],
        clients: { U: [write("u", "B")] },
      });
      const found = new Set<string>();
      explore({
        protocol,
        properties: [
          always<PrimaryBackupState>("logs are seen", (world) => {
            const [client, backup] = [world.state("U"), world.state("B")];
            if (client?.role === "client" && client.refused > 0 && backup?.role !== "client")
              found.add(`${backup?.log}`);
            return true;
          }),
        ],
        faults: { duplicates: 1 },
        firings: 3,
        knockedOut,
      });
      return [...found];
    };
    expect(logs([])).toEqual([""]);
    expect(logs(["takes each request once"])).toEqual(["", "u"]);
  });

  test("every interleaving of a write and a promotion: kept in synchronous mode, lost in the others", () => {
    const kept = modes.map((mode) => {
      const protocol = primaryBackup({
        replicas: ["A", "B", "C"],
        mode,
        promotions: [{ node: "B", atMs: 100 }],
        clients: { U: [write("u")] },
        timeoutMs: 1000,
      });
      const result = explore({ protocol, properties: [acknowledgedIsKept], firings: 3, faults: { crashes: { A: 1 } } });
      return [result.complete || !result.holds, result.holds];
    });
    expect(kept).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
  });

  test("a broken twin that acknowledges without waiting for its backups is caught", () => {
    const protocol = primaryBackup({
      mode: "synchronous",
      promotions: [{ node: "B", atMs: 100 }],
      clients: { U: [write("u")] },
    });
    const caught = explore({
      protocol,
      properties: [acknowledgedIsKept],
      firings: 3,
      knockedOut: ["waits for its backups"],
    });
    expect(caught.counterexample?.sentence).toContain("acknowledged and lost");
    expectTrace(caught.counterexample!.trace, "primary-backup-without-waiting");
  });

  test("reads from a lagging replica are not linearizable, and the fault is found", () => {
    const protocol = primaryBackup({ lagMs: 100, clients: { U: [write("u"), read("B")] } });
    const { history } = simulate({ protocol });
    expect(checkLinearizable(history, models.register()).verdict).toBe("violation");
  });

  test("options that make no sense are refused", () => {
    expect(() => primaryBackup({ lagMs: -1, clients: {} })).toThrow("lagMs is -1; allowed is a time from 0");
    const promotions = [{ node: "X", atMs: 1 }];
    expect(() => primaryBackup({ promotions, clients: {} })).toThrow("promotions names X; allowed are the replicas");
  });
});
