/** Plain data: frozen copies, drafts, canonical forms, and what is not let in. */
import { runInNewContext } from "node:vm";
import { assert, jsonValue, property } from "fast-check";
import type { Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, checkPlain, cloneDraft, frozenCopy, PlainDataError, sameData, thawedCopy } from "../lib/data";
import type { Data } from "../lib/data";

const sameEveryTime = { seed: 7, numRuns: 300 };

/** Any plain data. */
const anyData: Arbitrary<Data> = jsonValue({ maxDepth: 4 })
  .map((value) => value as Data)
  .filter((value) => !JSON.stringify(value).includes("__proto__"));

function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}

describe("a frozen copy", () => {
  test("equals what it is a copy of, is frozen all the way down, and leaves the original alone", () => {
    assert(
      property(anyData, (value) => {
        const text = JSON.stringify(value);
        const copy = frozenCopy(value);
        expect(JSON.stringify(copy)).toBe(text);
        expect(isDeeplyFrozen(copy)).toBe(true);
        if (typeof value === "object" && value !== null) {
          expect(copy).not.toBe(value);
          expect(Object.isFrozen(value)).toBe(false);
        }
      }),
      sameEveryTime,
    );
  });

  test("shares what is frozen already, at the top and below", () => {
    const log = Object.freeze([Object.freeze({ term: 1 })]);
    expect(frozenCopy(log)).toBe(log);
    const copy = frozenCopy({ log, more: [log] });
    expect(copy.log).toBe(log);
    expect(copy.more[0]).toBe(log);
  });

  test("does not change when the original does", () => {
    const original = { entries: [{ term: 1 }] };
    const copy = frozenCopy(original);
    original.entries[0]!.term = 2;
    original.entries.push({ term: 3 });
    expect(copy).toEqual({ entries: [{ term: 1 }] });
  });

  test("takes objects of another realm, as a notebook's cells have, and those without a prototype", () => {
    const foreign = runInNewContext("({ kind: 'Vote', list: [{ term: 1 }] })") as Data;
    expect(frozenCopy(foreign)).toEqual({ kind: "Vote", list: [{ term: 1 }] });
    expect(frozenCopy(Object.assign(Object.create(null), { term: 1 }))).toEqual({ term: 1 });
  });
});

class Account {
  balance = 5;
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

const impure: readonly (readonly [string, unknown])[] = [
  ["message is undefined", undefined],
  ["message is NaN", NaN],
  ["message is a function (now)", Date.now],
  ["message.entries[1].at is undefined", { entries: [{ at: 1 }, { at: undefined }] }],
  ["message.rate is Infinity", { rate: Infinity }],
  ["message.seen is a Map", { seen: new Map() }],
  ["message.when is a Date", { when: new Date(0) }],
  ["message.account is a Account", { account: new Account() }],
  ["message.size is a bigint (5n)", { size: 5n }],
  ["message.tag is Symbol(x)", { tag: Symbol("x") }],
  ["message[1] is undefined", [1, undefined, 3]],
  // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tried
  ["message[1] is undefined", [1, , 3]],
  ["message.__proto__ is a field of that name", JSON.parse('{"__proto__": {"a": 1}}')],
  ["message.self is something that it is in itself", cycle],
];

test("plain data is let through without being touched", () => {
  assert(
    property(anyData, (value) => {
      expect(checkPlain(value)).toBeUndefined();
      expect(checkPlain(frozenCopy(value))).toBeUndefined();
    }),
    sameEveryTime,
  );
});

describe("what is not plain data is refused, with its path", () => {
  for (const [message, value] of impure) {
    test(message, () => {
      expect(() => frozenCopy(value, "message")).toThrow(PlainDataError);
      expect(() => frozenCopy(value, "message")).toThrow(message);
      expect(() => canonical(value, "message")).toThrow(message);
      expect(() => checkPlain(value, "message")).toThrow(message);
    });
  }

  test("the error says what is allowed", () => {
    expect(() => frozenCopy({ at: NaN }, "saved")).toThrow(
      "saved.at is NaN; allowed are null, booleans, finite numbers, strings, and arrays and objects of these",
    );
  });

  test("a hundred levels are not too deep, three hundred are", () => {
    const nested = (levels: number): Data => (levels === 0 ? 1 : [nested(levels - 1)]);
    expect(() => frozenCopy(nested(100))).not.toThrow();
    expect(() => frozenCopy(nested(300))).toThrow("nested too deeply");
    expect(() => cloneDraft(nested(300))).toThrow("nested too deeply");
  });
});

describe("a draft", () => {
  test("equals the original and may be written to, without the original noticing", () => {
    assert(
      property(anyData, (value) => {
        expect(JSON.stringify(cloneDraft(value))).toBe(JSON.stringify(value));
        expect(JSON.stringify(thawedCopy(frozenCopy(value)))).toBe(JSON.stringify(value));
      }),
      sameEveryTime,
    );
    const state = { log: [{ term: 1 }] };
    const draft = cloneDraft(state);
    draft.log[0]!.term = 2;
    expect(state.log[0]!.term).toBe(1);
  });

  test("shares what is frozen; a thawed copy shares nothing", () => {
    const frozen = Object.freeze({ term: 1 });
    expect(cloneDraft({ frozen }).frozen).toBe(frozen);
    const thawed = thawedCopy({ frozen });
    expect(thawed.frozen).not.toBe(frozen);
    expect(Object.isFrozen(thawed.frozen)).toBe(false);
  });
});

describe("canonical forms", () => {
  test("are the same for the same fields in another order", () => {
    expect(canonical({ b: [1, { d: null, c: "x" }], a: true })).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(sameData({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  });

  test("tell apart what JSON tells apart, and nothing else", () => {
    assert(
      property(anyData, anyData, (left, right) => {
        const sorted = (value: Data): string => JSON.stringify(sortFields(value));
        expect(sameData(left, right)).toBe(sorted(left) === sorted(right));
        expect(JSON.parse(canonical(left))).toEqual(JSON.parse(JSON.stringify(left)));
      }),
      sameEveryTime,
    );
  });

  test("take minus zero for zero", () => expect(sameData({ at: -0 }, { at: 0 })).toBe(true));
});

function sortFields(value: Data): Data {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sortFields(item as Data));
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((field) => [field, sortFields((value as { [field: string]: Data })[field]!)]),
  );
}
