/** Names of nodes, and properties as values. */
import { describe, expect, test } from "vitest";
import { always, canAlwaysReach, members, nodeNames, sometimes } from "../lib/protocol";
import type { World } from "../lib/protocol";

describe("node names", () => {
  test("are letters for up to 26 nodes, numbered for more, and never look like integers", () => {
    expect(nodeNames(3)).toEqual(["A", "B", "C"]);
    expect(nodeNames(26).at(-1)).toBe("Z");
    expect(nodeNames(27).slice(-2)).toEqual(["N26", "N27"]);
    expect(new Set(nodeNames(10_000)).size).toBe(10_000);
    expect(nodeNames(40).every((name) => Number.isNaN(Number(name)))).toBe(true);
  });

  test("are as many as asked for, from 1 to 10000", () => {
    for (const count of [0, -1, 2.5, NaN, 10_001, Infinity]) {
      expect(() => nodeNames(count)).toThrow(`nodes is ${count}; allowed is a whole number from 1 to 10000`);
    }
  });

  test("may be given instead", () => {
    expect(members(["client", "server"])).toEqual(["client", "server"]);
    expect(members(2)).toEqual(["A", "B"]);
  });
});

test("properties are values: a kind, a claim in words, and what tells whether it holds", () => {
  const world: World = { nodes: ["A"], state: () => 5, saved: () => null, messages: [], history: [] };
  const made = [always, sometimes, canAlwaysReach].map((make) =>
    make<number>("a claim", ({ state }) => state("A") === 5),
  );
  expect(made.map(({ kind }) => kind)).toEqual(["always", "sometimes", "canAlwaysReach"]);
  for (const property of made) expect([property.name, property.holds(world)]).toEqual(["a claim", true]);
  expect(always("never", () => "it does not").holds(world)).toBe("it does not");
});
