/** `always`, `sometimes` and `canAlwaysReach`, and what the verdicts say. */
import { describe, expect, test } from "vitest";
import { always, canAlwaysReach, sometimes } from "../../../lib/protocol";
import { explore } from "../../../lib/verify/explore";
import type { Model, ModelProperty } from "../../../lib/verify/explore";

type Count = { n: number };

/** Counts from 0 to `to`, by one or by two. */
function counter(to: number): Model<Count> {
  return {
    name: "counter",
    initial: [{ n: 0 }],
    next: ({ n }) => [1, 2].filter((by) => n + by <= to).map((by) => ({ action: `add ${by}`, state: { n: n + by } })),
  };
}

function claim(kind: ModelProperty<Count>["kind"], holds: ModelProperty<Count>["holds"]): ModelProperty<Count> {
  return { kind, name: "the claim", holds };
}

describe("always", () => {
  test("holds in every state that can be reached, and says in how many", () => {
    const found = explore({ model: counter(9), properties: [claim("always", ({ n }) => n < 10)] });
    expect(found).toMatchObject({ holds: true, complete: true, distinct: 10, depth: 9 - 4 });
    expect(found.verdicts[0]).toMatchObject({ outcome: "held", text: "held in all 10 states" });
    expect(found.replay).toBe("There is nothing to replay: every property held.");
  });

  test("is violated after the fewest steps, and the sentence is the property's", () => {
    const found = explore({
      model: counter(9),
      properties: [claim("always", ({ n }) => n < 5 || `n has come to ${n}`)],
    });
    expect(found.holds).toBe(false);
    expect(found.counterexample).toMatchObject({ steps: 3, sentence: "the claim: n has come to 5" });
    expect(found.replay).toBe(
      ["  1. add 1: n = 1", "  2. add 2: n = 3", "  3. add 2: n = 5", "     ✗ the claim: n has come to 5"].join("\n"),
    );
  });

  test("may be wrong in the beginning already", () => {
    const found = explore({ model: counter(3), properties: [claim("always", ({ n }) => n > 0)] });
    expect(found.counterexample).toMatchObject({ steps: 0, lines: ["beginning: n = 0"] });
  });

  test("ends the search, unless everything is asked for", () => {
    const properties = [claim("always", ({ n }) => n < 2)];
    expect(explore({ model: counter(9), properties })).toMatchObject({ stoppedBy: "violation", complete: false });
    const found = explore({ model: counter(9), properties, until: "everything" });
    expect(found).toMatchObject({ distinct: 10, complete: true, holds: false });
  });
});

describe("sometimes", () => {
  test("holds where it happens once, and shows how", () => {
    const found = explore({ model: counter(9), properties: [claim("sometimes", ({ n }) => n === 4)] });
    expect(found.holds).toBe(true);
    expect(found.verdicts[0]).toMatchObject({ outcome: "held", text: "happens after 2 steps" });
    expect(found.verdicts[0]!.run?.lines).toEqual(["add 2: n = 2", "add 2: n = 4"]);
    expect(found.counterexample).toBeUndefined();
  });

  test("is violated where it never happens, and there is no run to show", () => {
    const found = explore({ model: counter(9), properties: [claim("sometimes", ({ n }) => n === 10)] });
    expect(found).toMatchObject({ holds: false, complete: true });
    expect(found.verdicts[0]).toMatchObject({ outcome: "violated", text: "never happens in all 10 states" });
    expect(found.replay).toBe("There is no run to replay.");
  });
});

describe("canAlwaysReach", () => {
  test("is violated at the nearest state from which nothing leads to the goal", () => {
    // From 8 one can only add 1.
    const found = explore({ model: counter(9), properties: [claim("canAlwaysReach", ({ n }) => n === 8)] });
    expect(found.verdicts[0]).toMatchObject({ outcome: "violated", text: "violated after 5 steps" });
    expect(found.counterexample?.lines.at(-1)).toBe("add 2: n = 9");
    expect(found.counterexample?.sentence).toBe("from here, nothing that can happen leads to: the claim");
  });

  test("is possibility, not liveness: two that could always make room for each other pass it", () => {
    const duel: Model<{ turn: string }> = {
      initial: [{ turn: "left" }],
      next: ({ turn }) => [
        { action: "swerve", state: { turn: turn === "left" ? "right" : "left" } },
        ...(turn === "done" ? [] : [{ action: "yield", state: { turn: "done" } }]),
      ],
    };
    const found = explore({
      model: duel,
      properties: [{ kind: "canAlwaysReach", name: "done", holds: (s) => s.turn === "done" }],
    });
    expect(found.holds).toBe(true);
    expect(found.verdicts[0]!.text).toBe("can be reached from all 3 states");
  });

  test("a state whose steps are not all known is not called blocked", () => {
    const properties = [claim("canAlwaysReach", ({ n }) => n === 9)];
    expect(explore({ model: counter(9), properties }).holds).toBe(true);
    const bounded = explore({ model: counter(9), properties, limits: { depth: 2 } });
    expect(bounded.verdicts[0]).toMatchObject({ outcome: "unknown" });
    expect(explore({ model: counter(9), properties, within: ({ n }) => n < 3 }).holds).toBe(true);
  });

  test("several goals are told apart", () => {
    const goals = [4, 9, 5].map((goal) => ({
      ...claim("canAlwaysReach", ({ n }) => n === goal),
      name: `n is ${goal}`,
    }));
    const found = explore({ model: counter(9), properties: goals });
    expect(found.verdicts.map(({ outcome }) => outcome)).toEqual(["violated", "held", "violated"]);
    expect(found.verdicts.map(({ run }) => run?.steps)).toEqual([3, undefined, 3]);
  });
});

describe("judges that go wrong", () => {
  test("a property that throws is named, with what it threw", () => {
    const broken = claim("always", ({ n }) => {
      if (n === 3) throw new TypeError("no such field");
      return true;
    });
    expect(() => explore({ model: counter(9), properties: [broken] })).toThrow(
      'the property "the claim" threw TypeError: no such field',
    );
  });

  test("a property must answer true, false or a sentence", () => {
    const silent = claim("always", () => undefined as unknown as boolean);
    expect(() => explore({ model: counter(9), properties: [silent] })).toThrow(
      'the property "the claim" returned undefined; allowed are true, false and a sentence',
    );
  });

  test("a property that asks for a node that is not there hears which ones are", () => {
    const protocol = { name: "p", members: ["A", "B"], start: () => ({}), onMessage() {} };
    const stray = always("stray", (world) => world.state("C") === null);
    expect(() => explore({ protocol, properties: [stray] })).toThrow(/node is C; the nodes are A, B/);
  });
});

test("a card's properties are judged where none are given", () => {
  const safe = always("safe", () => true);
  const lively = canAlwaysReach("lively", () => true);
  const contract = {
    time: "asynchronous" as const,
    failures: "none" as const,
    links: { loss: false, duplication: false, reordering: true },
    safety: [safe, sometimes("alive", () => true)],
    liveness: [lively],
    source: "none",
  };
  const protocol = { name: "p", members: ["A"], start: () => ({}), onMessage() {}, contract };
  expect(explore({ protocol }).verdicts.map(({ property }) => property)).toEqual(["safe", "alive", "lively"]);
});
