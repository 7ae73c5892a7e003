/** Clocks: Lamport's, vectors, hybrid, intervals and NTP, with the examples of the papers. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareHybrid, receiveHybrid, tickHybrid } from "../../lib/structures/hybrid-clock";
import { certainlyBefore, hasPassed, intervalNow, uncertaintyMs } from "../../lib/structures/interval-clock";
import { compareLamport, receiveLamport, tickLamport } from "../../lib/structures/lamport-clock";
import { bestEstimate, estimateOffset, offsetErrorBoundMs } from "../../lib/structures/ntp";
import {
  compareVectors,
  isCoveredBy,
  mergeVectors,
  receiveVector,
  tickVector,
} from "../../lib/structures/vector-clock";
import { contextOf, syncVersions, writeVersion } from "../../lib/structures/version-vector";

const vectors = fc.dictionary(fc.constantFrom("A", "B", "C"), fc.nat(3));

/** A random computation: events of three nodes, each local or the receipt of an earlier event's message. */
const computations = fc.array(fc.record({ node: fc.constantFrom("A", "B", "C"), heard: fc.option(fc.nat(30)) }), {
  maxLength: 30,
});

/** For each event: its clocks, and the events that happened before it, by following the arrows. */
function run(events: readonly { node: string; heard: number | null }[]) {
  const lamport: Record<string, number> = {};
  const vector: Record<string, Record<string, number>> = {};
  const lastOf: Record<string, number> = {};
  const stamped: { lamport: number; vector: Record<string, number>; past: Set<number> }[] = [];
  events.forEach(({ node, heard }, index) => {
    const sent = heard === null || heard >= index ? undefined : stamped[heard]!;
    lamport[node] = sent ? receiveLamport(lamport[node] ?? 0, sent.lamport) : tickLamport(lamport[node] ?? 0);
    vector[node] = {
      ...(sent ? receiveVector(vector[node] ?? {}, sent.vector, node) : tickVector(vector[node] ?? {}, node)),
    };
    const before = [lastOf[node], sent === undefined ? undefined : heard!].filter((event) => event !== undefined);
    const past = new Set(before.flatMap((event) => [event, ...stamped[event]!.past]));
    stamped.push({ lamport: lamport[node], vector: vector[node], past });
    lastOf[node] = index;
  });
  return stamped;
}

describe("Lamport's clock (1978)", () => {
  test("the sources' example: A at 3 sends, B at 1 receives and shows 4", () => {
    expect(receiveLamport(1, 3)).toBe(4);
  });

  test("if a happened before b then C(a) < C(b), in every computation", () => {
    fc.assert(
      fc.property(computations, (events) => {
        const stamped = run(events);
        for (const event of stamped)
          for (const earlier of event.past) expect(stamped[earlier]!.lamport).toBeLessThan(event.lamport);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("ties are broken by name, so that the order is total", () => {
    expect(compareLamport({ clock: 2, node: "A" }, { clock: 2, node: "B" })).toBeLessThan(0);
    expect(compareLamport({ clock: 3, node: "A" }, { clock: 2, node: "B" })).toBeGreaterThan(0);
  });
});

describe("vector clocks (Fidge 1988, Mattern 1989)", () => {
  test("the sources' examples: concurrent, and B's clock after A's message", () => {
    expect(compareVectors({ A: 1, B: 0 }, { A: 0, B: 1 })).toBe("concurrent");
    expect(receiveVector({ A: 0, B: 1, C: 0 }, { A: 1, B: 0, C: 0 }, "B")).toEqual({ A: 1, B: 2, C: 0 });
  });

  test("a missing entry counts as 0", () => {
    expect(compareVectors({}, { A: 0 })).toBe("equal");
    expect(compareVectors({}, { A: 1 })).toBe("before");
  });

  test("they tell exactly what happened before what, in every computation", () => {
    fc.assert(
      fc.property(computations, (events) => {
        const stamped = run(events);
        stamped.forEach((left, i) =>
          stamped.forEach((right, j) => {
            const expected =
              i === j ? "equal" : right.past.has(i) ? "before" : left.past.has(j) ? "after" : "concurrent";
            expect(compareVectors(left.vector, right.vector)).toBe(expected);
          }),
        );
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test("merging is the least clock that covers both", () => {
    fc.assert(
      fc.property(vectors, vectors, vectors, (left, right, other) => {
        const merged = mergeVectors(left, right);
        expect(isCoveredBy(left, merged) && isCoveredBy(right, merged)).toBe(true);
        if (isCoveredBy(left, other) && isCoveredBy(right, other)) expect(isCoveredBy(merged, other)).toBe(true);
      }),
      { seed: 3 },
    );
  });
});

describe("version vectors (Parker et al. 1983)", () => {
  test("a write replaces what its writer had read, and stands beside what it had not", () => {
    const first = writeVersion([], "milk", {}, "R1");
    const second = writeVersion(first, "milk, eggs", contextOf(first), "R1");
    expect(second.map((version) => version.value)).toEqual(["milk, eggs"]);
    const unread = writeVersion(second, "bread", contextOf(first), "R1");
    expect(unread.map((version) => version.value)).toEqual(["milk, eggs", "bread"]);
  });

  test("two clients that write through one replica without having read each other stay siblings after a sync", () => {
    const both = writeVersion(writeVersion([], "milk", {}, "R1"), "bread", {}, "R1");
    const elsewhere = syncVersions([], both);
    expect(syncVersions(both, elsewhere).map((version) => version.value)).toEqual(["milk", "bread"]);
  });

  test("syncing in any order gives the same versions, each once", () => {
    const left = writeVersion([], "a", {}, "R1");
    const right = writeVersion([], "b", {}, "R2");
    const values = (versions: readonly { value: string }[]) => versions.map((version) => version.value).toSorted();
    expect(values(syncVersions(left, right))).toEqual(["a", "b"]);
    expect(values(syncVersions(syncVersions(right, left), left))).toEqual(["a", "b"]);
    const merged = writeVersion(syncVersions(left, right), "ab", contextOf(syncVersions(left, right)), "R2");
    expect(values(syncVersions(merged, left))).toEqual(["ab"]);
  });
});

describe("hybrid logical clocks (Kulkarni et al. 2014)", () => {
  test("an event is later than all that its owner had seen, however wrong the clocks", () => {
    const steps = fc.array(
      fc.record({ node: fc.constantFrom(0, 1, 2), from: fc.option(fc.nat(20)), skew: fc.nat(100) }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(steps, (events) => {
        const clocks = [0, 1, 2].map(() => ({ wallMs: 0, counter: 0 }));
        const sent: { wallMs: number; counter: number }[] = [];
        events.forEach(({ node, from, skew }, index) => {
          const before = clocks[node]!;
          const received = from === null || from >= index ? undefined : sent[from]!;
          const next = received ? receiveHybrid(before, received, index + skew) : tickHybrid(before, index + skew);
          expect(compareHybrid(next, before)).toBeGreaterThan(0);
          if (received) expect(compareHybrid(next, received)).toBeGreaterThan(0);
          expect(next.wallMs).toBeGreaterThanOrEqual(index + skew);
          clocks[node] = next;
          sent.push(next);
        });
      }),
      { seed: 4 },
    );
  });

  test("the counter starts again when the physical clock moves on", () => {
    expect(tickHybrid({ wallMs: 10, counter: 5 }, 10)).toEqual({ wallMs: 10, counter: 6 });
    expect(tickHybrid({ wallMs: 10, counter: 5 }, 11)).toEqual({ wallMs: 11, counter: 0 });
  });
});

describe("interval clocks (Spanner, section 3)", () => {
  const spanner = { atSyncMs: 1, driftMicrosPerSecond: 200 };

  test("a saw-tooth from 1 to 7 ms over 30 s", () => {
    expect([uncertaintyMs(0, spanner), uncertaintyMs(30_000, spanner)]).toEqual([1, 7]);
  });

  test("commit wait: a timestamp has passed once the whole interval lies after it", () => {
    const now = intervalNow(1000, 0, spanner);
    expect([hasPassed(998.9, now), hasPassed(999, now)]).toEqual([true, false]);
    expect(certainlyBefore(now, intervalNow(1002.1, 0, spanner))).toBe(true);
    expect(certainlyBefore(now, intervalNow(1002, 0, spanner))).toBe(false);
  });
});

describe("NTP (RFC 5905, section 8)", () => {
  test("equal ways give the offset exactly", () => {
    // The client is 100 ms behind; 10 ms each way; the server takes 5 ms.
    expect(estimateOffset({ t1: 0, t2: 110, t3: 115, t4: 25 })).toEqual({ offsetMs: 100, delayMs: 20 });
  });

  test("however unequal the ways, the error is at most half the delay", () => {
    const ms = fc.integer({ min: 0, max: 500 });
    fc.assert(
      fc.property(ms, ms, ms, fc.integer({ min: -500, max: 500 }), (there, back, serving, offset) => {
        const estimate = estimateOffset({
          t1: 0,
          t2: there + offset,
          t3: there + serving + offset,
          t4: there + serving + back,
        });
        expect(Math.abs(estimate.offsetMs - offset)).toBeLessThanOrEqual(offsetErrorBoundMs(estimate));
      }),
      { seed: 5 },
    );
  });

  test("of several exchanges the one of least delay counts", () => {
    expect(
      bestEstimate([
        { t1: 0, t2: 60, t3: 60, t4: 100 },
        { t1: 0, t2: 11, t3: 11, t4: 20 },
      ]).offsetMs,
    ).toBe(1);
    expect(() => bestEstimate([])).toThrow("samples is empty");
  });
});
