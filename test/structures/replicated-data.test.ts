/** Counters, registers and sets that replicas change apart: the laws of merging, and convergence in every order. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addPNCounter,
  addToOrSet,
  emptyOrSet,
  emptyPNCounter,
  gCounterValue,
  incrementGCounter,
  mergeGCounters,
  mergeLww,
  mergeMv,
  mergeOrSets,
  mergePNCounters,
  mvValues,
  orSetElements,
  pnCounterValue,
  removeFromOrSet,
  writeLww,
  writeMv,
} from "distlab";
import type { GCounter, LwwRegister, MvRegister, OrSet, PNCounter } from "distlab";

const replicas = ["A", "constructor", "__proto__"] as const;

/** What a replica may do, and what a merge is, for one kind of data. */
interface Kind<State> {
  readonly name: string;
  readonly empty: State;
  /** Choice `what` (0, 1 or 2) at a replica; `step` is different for every step of a run. */
  act(state: State, replica: string, what: number, step: number): State;
  merge(left: State, right: State): State;
  read(state: State): unknown;
}

const gCounter: Kind<GCounter> = {
  name: "grow-only counter",
  empty: {},
  act: (state, replica, what) => incrementGCounter(state, replica, what + 1),
  merge: mergeGCounters,
  read: gCounterValue,
};
const pnCounter: Kind<PNCounter> = {
  name: "counter that goes down too",
  empty: emptyPNCounter,
  act: (state, replica, what) => addPNCounter(state, replica, what === 0 ? -2 : what),
  merge: mergePNCounters,
  read: pnCounterValue,
};
const lww: Kind<LwwRegister<string> | null> = {
  name: "last-writer-wins register",
  empty: null,
  act: (state, replica, what, step) =>
    state?.replica === replica && state.time === step + what ? state : writeLww(state, `${step}`, step + what, replica),
  merge: (left, right) => (left === null ? right : right === null ? left : mergeLww(left, right)),
  read: (state) => state?.value,
};
const mv: Kind<MvRegister<string>> = {
  name: "multi-value register",
  empty: [],
  act: (state, replica, _what, step) => writeMv(state, `${step}`, replica),
  merge: mergeMv,
  read: mvValues,
};
const orSet: Kind<OrSet> = {
  name: "observed-remove set",
  empty: emptyOrSet,
  act: (state, replica, what) =>
    what === 2 ? removeFromOrSet(state, "__proto__") : addToOrSet(state, what === 0 ? "__proto__" : "eggs", replica),
  merge: mergeOrSets,
  read: orSetElements,
};

const kinds = [gCounter, pnCounter, lww, mv, orSet] as unknown as readonly Kind<unknown>[];

/** A step is an act at a replica, or hearing from another (`what` of 3 and above). */
const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(5), fc.nat(2)), { maxLength: 12 });

/** The three replicas after a run. */
function runSteps<State>(kind: Kind<State>, run: readonly (readonly [number, number, number])[]): State[] {
  const states = replicas.map(() => kind.empty);
  run.forEach(([at, what, from], step) => {
    states[at] =
      what < 3 ? kind.act(states[at]!, replicas[at]!, what, 10 * step) : kind.merge(states[at]!, states[from]!);
  });
  return states;
}

describe.each(kinds)("$name: merging", (kind) => {
  const check = (claim: (a: unknown, b: unknown, c: unknown) => void) =>
    fc.assert(
      fc.property(steps, (run) => {
        const [a, b, c] = runSteps(kind, run);
        claim(a, b, c);
      }),
      { seed: 7, numRuns: 300 },
    );

  test("is commutative", () => check((a, b) => expect(kind.merge(a, b)).toEqual(kind.merge(b, a))));
  test("is associative", () =>
    check((a, b, c) => expect(kind.merge(kind.merge(a, b), c)).toEqual(kind.merge(a, kind.merge(b, c)))));
  test("is idempotent: news heard twice changes nothing", () =>
    check((a, b) => {
      const once = kind.merge(a, b);
      expect(kind.merge(once, b)).toEqual(once);
      expect(kind.merge(once, once)).toEqual(once);
    }));
});

/** Every word of this length over an alphabet of this size. */
function words(length: number, letters: number): readonly (readonly number[])[] {
  if (length === 0) return [[]];
  return words(length - 1, letters).flatMap((word) =>
    Array.from({ length: letters }, (_, letter) => [...word, letter]),
  );
}

describe.each(kinds)("$name: convergence", (kind) => {
  test("two replicas, every run of 4 steps (three acts or a merge at either): both end with the same value", () => {
    for (const word of words(4, 8)) {
      const run = word.map((letter) => [letter & 1, letter >> 1, 1 - (letter & 1)] as const);
      const [a, b] = runSteps(kind, run);
      expect(kind.merge(a, b)).toEqual(kind.merge(b, a));
      // Having heard everything, neither learns anything more from the other.
      const told = kind.merge(a, b);
      expect(kind.read(kind.merge(told, a))).toEqual(kind.read(told));
    }
  });
});

describe("counters", () => {
  test("count everything once, however often and in whatever order it is heard", () => {
    fc.assert(
      fc.property(steps, (run) => {
        const acts = run.filter(([, what]) => what < 3);
        const sum = (weigh: (what: number) => number) => acts.reduce((total, [, what]) => total + weigh(what), 0);
        expect(gCounterValue(runSteps(gCounter, run).reduce(mergeGCounters))).toBe(sum((what) => what + 1));
        expect(pnCounterValue(runSteps(pnCounter, run).reduce(mergePNCounters))).toBe(
          sum((what) => (what === 0 ? -2 : what)),
        );
      }),
      { seed: 8 },
    );
  });

  test("merging by adding, a broken twin, fails idempotence", () => {
    const added = (left: GCounter, right: GCounter) => ({ A: (left["A"] ?? 0) + (right["A"] ?? 0) });
    expect(gCounterValue(added({ A: 1 }, { A: 1 }))).not.toBe(gCounterValue(mergeGCounters({ A: 1 }, { A: 1 })));
  });

  test("refuse what is no number, and a grow-only counter what is negative", () => {
    expect(() => incrementGCounter({}, "A", -1)).toThrow("by is -1; allowed is a number from 0");
    expect(() => addPNCounter(emptyPNCounter, "A", NaN)).toThrow("by is NaN");
  });
});

describe("registers", () => {
  test("last writer wins: of two concurrent writes one is lost, the same one everywhere", () => {
    const [a, b] = [writeLww(null, "a", 5, "A"), writeLww(null, "b", 5, "B")];
    expect([mergeLww(a, b).value, mergeLww(b, a).value]).toEqual(["b", "b"]);
  });

  test("a clock that lags loses its write without a word", () => {
    expect(writeLww(writeLww(null, "first", 100, "A"), "second", 90, "B").value).toBe("first");
  });

  test("a time that a replica has used already is refused", () => {
    expect(() => writeLww(writeLww(null, "x", 5, "A"), "y", 5, "A")).toThrow("time is 5; allowed");
  });

  test("multi-value: concurrent writes are kept side by side, and one that has read both replaces both", () => {
    const both = mergeMv(writeMv([], "a", "A"), writeMv([], "b", "B"));
    expect(mvValues(both)).toEqual(["a", "b"]);
    expect(mvValues(mergeMv(writeMv(both, "ab", "B"), both))).toEqual(["ab"]);
  });
});

describe("the observed-remove set", () => {
  test("an addition wins over a removal that had not seen it, in every run of 4 steps", () => {
    for (const word of words(4, 8)) {
      const run = word.map((letter) => [letter & 1, letter >> 1, 1 - (letter & 1)] as const);
      const [a, b] = runSteps(orSet, run);
      expect(orSetElements(mergeOrSets(a!, b!))).toEqual(expectedElements(run));
    }
  });

  test("a removed element does not come back with old news", () => {
    const old = addToOrSet(emptyOrSet, "milk", "A");
    expect(orSetElements(mergeOrSets(removeFromOrSet(old, "milk"), old))).toEqual([]);
  });

  test("it keeps no tombstones: adding and removing a thousand times leaves one counter", () => {
    let set = emptyOrSet;
    for (let round = 0; round < 1000; round++) set = removeFromOrSet(addToOrSet(set, "milk", "A"), "milk");
    expect(set).toEqual({ elements: {}, seen: { A: 1000 } });
  });
});

/** The specification: an element is there if some addition of it was not known at any later removal of it. */
function expectedElements(run: readonly (readonly [number, number, number])[]): readonly string[] {
  const known: Set<number>[] = [new Set(), new Set()];
  const removed = new Set<number>();
  const elementOf = (what: number): string => (what === 0 ? "__proto__" : "eggs");
  run.forEach(([at, what, from], step) => {
    if (what === 3) for (const heard of known[from]!) known[at]!.add(heard);
    else if (what < 2) known[at]!.add(step);
    else for (const seen of known[at]!) if (elementOf(run[seen]![1]) === "__proto__") removed.add(seen);
  });
  const living = run.flatMap(([, what], step) => (what < 2 && !removed.has(step) ? [elementOf(what)] : []));
  return [...new Set(living)].toSorted();
}
