/** Differences: applied to what they were made from they give what they were made for, at the cost of what is new. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Data } from "../../lib/data";
import { frozenCopy } from "../../lib/data";
import { difference, DifferenceError, withDifference } from "../../lib/net/difference";
import type { Difference } from "../../lib/net/difference";
import { append, emptyLog } from "../../lib/structures/log";

const key = fc.constantFrom("a", "b", "c", "log", "10", "2");
const { data } = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { depthSize: "small" },
    fc.oneof(fc.constant(null), fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.constantFrom("", "x", "y")),
    fc.array(tie("data"), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(key, tie("data")), { maxLength: 4, selector: ([name]) => name }).map(Object.fromEntries),
  ) as fc.Arbitrary<Data>,
}));

test("a difference, written down and read again, makes one value of the other, with the fields in order", () => {
  fc.assert(
    fc.property(data, data, (before, after) => {
      const change = difference(before, after);
      const read = change && (JSON.parse(JSON.stringify(change)) as Difference);
      const made = read === undefined ? before : withDifference(before, read);
      expect(JSON.stringify(made)).toBe(JSON.stringify(after));
    }),
    { numRuns: 2000 },
  );
});

test("many differences one after the other give the last value", () => {
  fc.assert(
    fc.property(fc.array(data, { minLength: 1, maxLength: 6 }), (values) => {
      let held: Data = null;
      let written: Data = null;
      for (const value of values.map((one) => frozenCopy(one))) {
        const change = difference(written, value);
        if (change !== undefined) held = withDifference(held, change);
        written = value;
      }
      expect(JSON.stringify(held)).toBe(JSON.stringify(values.at(-1)));
    }),
  );
});

test("the difference of a log that grows by one is as long at ten thousand entries as at a hundred", () => {
  const lengths = [100, 10_000].map((entries) => {
    let log = emptyLog<{ term: number }>();
    for (let index = 0; index < entries; index++) log = append(log, { term: 5 });
    const before = frozenCopy({ term: 1, log });
    const after = frozenCopy({ ...before, log: append(before.log, { term: 5 }) });
    return JSON.stringify(difference(before, after)).length;
  });
  expect(lengths[1]! - lengths[0]!).toBeLessThan(10);
});

test("a difference that was made for another value is refused", () => {
  expect(() => withDifference(3, [1, [], ["a"]])).toThrow(DifferenceError);
  expect(() => withDifference([1], [2, 2, [], []])).toThrow(DifferenceError);
  expect(() => withDifference([1, 2], [2, 1, [[1, [0, 3]]], []])).toThrow(DifferenceError);
  expect(() => withDifference(null, [7, null] as unknown as Difference)).toThrow(/kind 7/);
});
