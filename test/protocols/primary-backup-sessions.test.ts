/** What one client may expect of a primary with lagging read replicas, and what it takes: to carry its position. */
import { describe, expect, test } from "vitest";
import { always, checkLinearizable, checkSession, crash, explore, models, primaryBackup } from "distlab";
import { sessionGuarantees, simulate } from "distlab";
import type {
  Exploration,
  PrimaryBackupOperation,
  PrimaryBackupOptions,
  Property,
  Run,
  SessionGuarantee,
} from "distlab";
import { expectTrace } from "../traces";
import { inStorm } from "./storm";

const write = (value: string, at = "A"): PrimaryBackupOperation => ({ kind: "write", value, at });
const read = (at: string): PrimaryBackupOperation => ({ kind: "read", at });
const writeThenReadAtB = { U: [write("u"), read("B")] };
/** R reads at the primary what U has written, and then at a backup that does not have it yet. */
const writerAndWanderer = { U: [write("u")], R: [read("A"), read("B")] };

/** The clients' history so far keeps this guarantee. */
const keeps = (guarantee: SessionGuarantee): Property =>
  always(guarantee, ({ history }) => {
    const { verdict, why } = checkSession(history, guarantee, { time: "order" });
    return verdict !== "violation" || why;
  });
const keepsAll = sessionGuarantees.map(keeps);

/** The backups lag by 60 ms, and a message takes 5 ms. */
function lagging(clients: PrimaryBackupOptions["clients"], carryPosition: boolean): Run {
  const protocol = primaryBackup({ lagMs: 60, pauseMs: [20, 20], clients, carryPosition });
  return simulate({ protocol, network: { latencyMs: 5 } });
}

const readsOf = ({ history }: Run): readonly unknown[] =>
  history.filter(({ operation }) => (operation as { kind: string }).kind === "read").map(({ result }) => result);

describe("session guarantees of primary and backups (Terry and others 1994)", () => {
  test("read your writes: who reads at a lagging backup misses its own write, unless it carries its position", () => {
    const forgetful = lagging(writeThenReadAtB, false);
    expect(readsOf(forgetful)).toEqual([null]);
    expect(checkSession(forgetful.history, "read your writes")).toMatchObject({
      verdict: "violation",
      why: "U read nothing at 60 ms, an older value, although it wrote u before, at 30 ms",
    });
    const carrying = lagging(writeThenReadAtB, true);
    expect(readsOf(carrying)).toEqual(["u"]);
    expect(checkSession(carrying.history, "read your writes").verdict).toBe("read your writes");
    expectTrace(carrying.trace, "primary-backup-carried-position");
  });

  test("monotonic reads: who goes from the primary to a lagging backup goes back in time, unless it carries its position", () => {
    const clients = { U: [write("u")], R: [read("B"), read("A"), read("B")] };
    const forgetful = lagging(clients, false);
    expect(readsOf(forgetful)).toEqual([null, "u", null]);
    expect(checkSession(forgetful.history, "monotonic reads")).toMatchObject({
      verdict: "violation",
      why: "R read nothing at 90 ms, an older value, although it read u before, at 60 ms",
    });
    const carrying = lagging(clients, true);
    expect(readsOf(carrying)).toEqual([null, "u", "u"]);
    expect(checkSession(carrying.history, "monotonic reads").verdict).toBe("monotonic reads");
  });

  test("the price: the read waits for the copy, 45 ms instead of 10, and only that of the client that has seen more", () => {
    const clients = { ...writeThenReadAtB, V: [read("B"), read("B")] };
    const tookMs = (carryPosition: boolean): readonly number[] =>
      lagging(clients, carryPosition)
        .history.filter(({ operation }) => (operation as { kind: string }).kind === "read")
        .map(({ invoked, returned }) => returned! - invoked);
    expect(tookMs(false)).toEqual([10, 10, 10]);
    expect(tookMs(true)).toEqual([10, 45, 10]);
  });

  test("a backup that is cut off leaves such a read open rather than answer with what is old", () => {
    const protocol = primaryBackup({ clients: writeThenReadAtB, carryPosition: true });
    const network = { links: { "A->B": { loss: 1 } } };
    const { history } = simulate({ protocol, network, untilMs: 1000 });
    expect(history.map(({ returned }) => returned !== undefined)).toEqual([true, false]);
  });

  test("sessions are not linearizability: who has seen nothing may still read what is old", () => {
    const clients = { ...writeThenReadAtB, V: [read("B"), read("B")] };
    const { history } = lagging(clients, true);
    expect(sessionGuarantees.map((guarantee) => checkSession(history, guarantee).verdict)).toEqual(sessionGuarantees);
    expect(checkLinearizable(history, models.register()).verdict).toBe("violation");
  });

  test("a fail-over that loses what the client has seen ends its guarantees; a synchronous one loses no write", () => {
    const afterFailOver = (mode: "asynchronous" | "synchronous"): string => {
      const protocol = primaryBackup({
        mode,
        lagMs: mode === "asynchronous" ? 500 : 0,
        promotions: [{ node: "B", atMs: 100 }],
        clients: { U: [write("u"), read("B")] },
        pauseMs: [60, 60],
        carryPosition: true,
      });
      const { history } = simulate({ protocol, network: { latencyMs: 5 }, faults: [crash("A", { atMs: 90 })] });
      return checkSession(history, "read your writes").verdict;
    };
    expect([afterFailOver("asynchronous"), afterFailOver("synchronous")]).toEqual(["violation", "read your writes"]);
  });
});

describe("every interleaving, and the twin that does not wait", () => {
  function exploreAll(
    clients: PrimaryBackupOptions["clients"],
    twin: "right" | "forgetful" | "impatient",
  ): Exploration {
    const protocol = primaryBackup({
      replicas: ["A", "B"],
      clients,
      timeoutMs: 1000,
      carryPosition: twin !== "forgetful",
    });
    const knockedOut = twin === "impatient" ? ["a read waits for what its client has seen"] : [];
    return explore({ protocol, properties: keepsAll, firings: 5, knockedOut });
  }

  test.each([
    ["read your writes", writeThenReadAtB, 585],
    ["monotonic reads", writerAndWanderer, 3667],
  ] as const)("%s: kept where the position is carried, broken where it is not", (guarantee, clients, distinct) => {
    const right = exploreAll(clients, "right");
    expect([right.holds, right.complete, right.distinct]).toEqual([true, true, distinct]);
    expect(exploreAll(clients, "forgetful").counterexample?.property).toBe(guarantee);
    const impatient = exploreAll(clients, "impatient").counterexample!;
    expect(impatient.property).toBe(guarantee);
    expectTrace(impatient.trace, `primary-backup-that-does-not-wait-for-${guarantee.replaceAll(" ", "-")}`);
  });

  test("1,000 seeds with loss, copies, reordering, crashes, partitions, pauses and skew: none is broken where positions are carried, two are where not", () => {
    const wandering = (name: string): PrimaryBackupOperation[] =>
      [1, 2, 3].flatMap((each) => [write(`${name}${each}`), read("B"), read("A"), read("C")]);
    const run = (seed: number, carryPosition: boolean): Run => {
      const clients = { U: wandering("u"), V: wandering("v"), R: wandering("r").filter(({ kind }) => kind === "read") };
      const protocol = primaryBackup({ lagMs: 80, clients, pauseMs: [5, 60], carryPosition });
      const network = { latencyMs: [1, 60], loss: 0.2, duplication: 0.1, reordering: 0.1 } as const;
      const weather = { crashes: true, partitions: true, pauses: true, skew: true, untilMs: 1000 };
      return inStorm(seed, { protocol, network }, [], weather);
    };
    const seeds = Array.from({ length: 1000 }, (_, index) => index + 1);
    const brokenBy = (count: number, carryPosition: boolean): ReadonlySet<SessionGuarantee> => {
      const histories = seeds.slice(0, count).map((seed) => run(seed, carryPosition).history);
      const isBroken = (each: SessionGuarantee): boolean =>
        histories.some((history) => checkSession(history, each).verdict === "violation");
      return new Set(sessionGuarantees.filter(isBroken));
    };
    expect(brokenBy(1000, true)).toEqual(new Set());
    expect(brokenBy(100, false)).toEqual(new Set(["read your writes", "monotonic reads"]));
  });

  test("a write request that the network copies is written once; without the numbers it is written twice, over what came between", () => {
    const clients = { U: [write("u")], V: [write("v"), read("A")] };
    const copied = (knockedOut: readonly string[]): Exploration =>
      explore({
        protocol: primaryBackup({ replicas: ["A", "B"], clients, timeoutMs: 1000, carryPosition: true }),
        properties: keepsAll,
        firings: 3,
        faults: { duplicates: 1 },
        knockedOut,
      });
    const right = copied([]);
    expect([right.holds, right.complete, right.distinct]).toEqual([true, true, 11_240]);
    const caught = copied(["takes each request once"]).counterexample!;
    expect(caught.property).toBe("read your writes");
    expectTrace(caught.trace, "primary-backup-copied-write-request");
  });
});
