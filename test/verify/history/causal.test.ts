/** Causal consistency: histories that it allows, and the smallest part of those that it does not. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Data, Operation } from "../../../lib/protocol";
import { checkCausal } from "../../../lib/verify/history/causal";
import type { CausalVariant } from "../../../lib/verify/history/causal-order";
import { checkSequential } from "../../../lib/verify/history/sequential";
import { realTime } from "./brute-force";
import { historyOf, read, write } from "./histories";

const variants: readonly CausalVariant[] = ["weak", "memory", "convergent"];
const held = (history: readonly Operation[]): readonly CausalVariant[] =>
  variants.filter((variant) => checkCausal(history, { variant }).verdict === "causally consistent");

const backAndForth = historyOf(
  ["A", write(1), null, 0, 1],
  ["B", write(2), null, 0, 1],
  ["C", read(), 1, 2, 3],
  ["C", read(), 2, 4, 5],
  ["C", read(), 1, 6, 7],
);

describe("histories of the literature", () => {
  test("an answer is not seen without the question", () => {
    const found = checkCausal(
      historyOf(
        ["Alice", write("lost my ring", "post"), null, 0, 1],
        ["Alice", write("found it", "post"), null, 2, 3],
        ["Bob", read("post"), "found it", 4, 5],
        ["Bob", write("glad to hear", "reply"), null, 6, 7],
        ["Carol", read("reply"), "glad to hear", 8, 9],
        ["Carol", read("post"), "lost my ring", 10, 11],
      ),
    );
    expect(found).toMatchObject({ verdict: "violation", wrong: [0, 1, 2, 3, 4, 5], origins: [] });
    expect(found.why).toBe(
      'Carol read "lost my ring" of post at 11 ms, although that came after Alice wrote "found it" to post, ' +
        'which came after Alice wrote "lost my ring" to post',
    );
  });

  test("store buffering and reads of two writes in two orders are causal, though not sequential", () => {
    const buffering = historyOf(
      ["A", write(1, "x"), null, 0, 1],
      ["B", write(1, "y"), null, 0, 1],
      ["A", read("y"), null, 2, 3],
      ["B", read("x"), null, 2, 3],
    );
    expect(held(buffering)).toEqual(variants);
    expect(checkSequential(buffering).verdict).toBe("violation");
    const disagreement = historyOf(
      ["A", write(1), null, 0, 1],
      ["B", write(2), null, 0, 1],
      ["C", read(), 1, 2, 3],
      ["C", read(), 2, 4, 5],
      ["D", read(), 2, 2, 3],
      ["D", read(), 1, 4, 5],
    );
    // Two orders of the same two writes: each client by itself is right, together they are not.
    expect(held(disagreement)).toEqual(["weak", "memory"]);
  });

  test("a client that goes back and forth between two writes has no order by itself", () => {
    expect(held(backAndForth)).toEqual(["weak"]);
    expect(checkCausal(backAndForth).why).toBe("causes and effects form a circle: C read 1, then read 2, then read 1");
  });

  test("all may agree on the writes of each key, and one client still have no order (figure 3b of POPL 2017)", () => {
    const history = historyOf(
      ["A", write(1, "z"), null, 0, 1],
      ["A", write(1, "x"), null, 2, 3],
      ["A", write(1, "y"), null, 4, 5],
      ["B", write(2, "x"), null, 0, 1],
      ["B", read("z"), null, 2, 3],
      ["B", read("y"), 1, 6, 7],
      ["B", read("x"), 2, 8, 9],
    );
    expect(held(history)).toEqual(["weak", "convergent"]);
  });

  test("a value from nowhere is wrong by itself", () => {
    const found = checkCausal(historyOf(["A", write(1), null, 0, 1], ["B", read(), 7, 2, 3]));
    expect(found).toMatchObject({ wrong: [1], why: "B read 7 at 3 ms, but that had never been there" });
  });

  test("the value at the beginning is gone once a write has been seen", () => {
    const history = historyOf(["A", write(1), null, 0, 1], ["B", read(), 1, 2, 3], ["B", read(), 0, 4, 5]);
    expect(checkCausal(history, { initial: 0, variant: "weak" })).toMatchObject({
      wrong: [0, 1, 2],
      why: "B read 0 at 5 ms, although that came after A wrote 1",
    });
  });

  test("a write that never returned may have happened, and what its client did next does not depend on it", () => {
    const history = historyOf(
      ["A", write(1, "x"), null, 0],
      ["A", write(1, "y"), null, 5, 6],
      ["B", read("y"), 1, 7, 8],
    );
    expect(held([...history, ...historyOf(["B", read("x"), null, 9, 10])])).toEqual(variants);
    expect(held([...history, ...historyOf(["B", read("x"), 1, 9, 10])])).toEqual(variants);
  });

  test("hundreds of operations are judged, and the wrong ones found among them", () => {
    const history = Array.from({ length: 150 }, (_, at): readonly Operation[] => {
      const [one, other] = [`C${at % 4}`, `C${(at + 1) % 4}`];
      return historyOf(
        [one, write(at, `k${at % 3}`), null, 10 * at, 10 * at + 1],
        [other, read(`k${at % 3}`), at, 10 * at + 2, 10 * at + 3],
      );
    }).flat();
    expect(held(history)).toEqual(variants);
    const stale = historyOf(["C1", read("k0"), 3, 9_000, 9_001]);
    const found = checkCausal([...history, ...stale]);
    expect(found.verdict).toBe("violation");
    expect(found.wrong!.length).toBeLessThanOrEqual(6);
    expect(found.wrong).toContain(300);
  });

  test("what is not a read or a write is refused by name", () => {
    expect(() => checkCausal(historyOf(["A", { kind: "enqueue", value: 1 }, null, 0, 1]))).toThrow(
      'checkCausal: operation is {"kind":"enqueue","value":1}; allowed kinds are read, get, write, put, delete',
    );
  });
});

describe("compared with the definition (POPL 2017, section 3)", () => {
  const drawn = fc.sample(smallHistory(), { seed: 21, numRuns: 600 });

  test.each(variants)("%s: every causal order is tried, and the verdict is the same", (variant) => {
    const counted = { held: 0, violated: 0 };
    for (const history of drawn) {
      const expected = byDefinition(history, variant);
      const { verdict } = checkCausal(history, { variant });
      expect(verdict, JSON.stringify(history)).toBe(expected ? "causally consistent" : "violation");
      counted[expected ? "held" : "violated"]++;
    }
    expect(Math.min(counted.held, counted.violated)).toBeGreaterThan(100);
  });

  test("the definitions differ, as the checks do", () => {
    expect(variants.filter((variant) => byDefinition(backAndForth, variant))).toEqual(["weak"]);
  });
});

/** Up to five reads and writes of one or two keys by up to three clients; some writes never return. */
function smallHistory(): fc.Arbitrary<readonly Operation[]> {
  const step = fc.record({
    client: fc.constantFrom("A", "B", "C"),
    key: fc.constantFrom("x", "x", "y"),
    isWrite: fc.boolean(),
    value: fc.constantFrom(1, 2),
    sees: fc.constantFrom<Data>(1, 2, 1, 2, null),
    open: fc.nat(5),
  });
  return fc.array(step, { minLength: 3, maxLength: 5 }).map((steps) =>
    steps.map(({ client, key, isWrite, value, sees, open }, at): Operation => {
      if (!isWrite) return { client, operation: read(key), result: sees, invoked: at, returned: at + 0.5 };
      const operation = write(value, key);
      return open === 0
        ? { client, operation, invoked: at }
        : { client, operation, result: null, invoked: at, returned: at + 0.5 };
    }),
  );
}

type Order = (first: number, second: number) => boolean;

/** Some choice of the writes that never returned, and some causal order of all, explains what every read returned. */
function byDefinition(history: readonly Operation[], variant: CausalVariant): boolean {
  const open = history.filter(({ returned }) => returned === undefined);
  return subsets(open).some((happened) => {
    const operations = history.filter((each) => each.returned !== undefined || happened.includes(each));
    const session: Order = (first, second) =>
      operations[first]!.client === operations[second]!.client && realTime(operations, first, second);
    return ordersOf(operations.length).some((causal) => {
      const all = [...operations.keys()];
      if (all.some((one) => all.some((other) => session(one, other) && !causal(one, other)))) return false;
      return fits(operations, causal, session, variant);
    });
  });
}

function fits(operations: readonly Operation[], causal: Order, session: Order, variant: CausalVariant): boolean {
  const all = [...operations.keys()];
  const past = (last: number): readonly number[] => all.filter((each) => each === last || causal(each, last));
  const checked = (last: number): readonly number[] =>
    variant === "memory" ? all.filter((each) => each === last || session(each, last)) : [last];
  if (variant !== "convergent") {
    return all.every((last) => linear(past(last), causal).some((line) => isRight(operations, line, checked(last))));
  }
  return linear(all, causal).some((line) =>
    all.every((last) =>
      isRight(
        operations,
        line.filter((each) => past(last).includes(each)),
        [last],
      ),
    ),
  );
}

/** Whether the reads among `checked` return what was written last before them. */
function isRight(operations: readonly Operation[], line: readonly number[], checked: readonly number[]): boolean {
  const values = new Map<Data, Data>();
  for (const each of line) {
    const { operation, result } = operations[each]!;
    const { kind, key, value } = operation as { kind: string; key: Data; value: Data };
    if (kind === "write") values.set(key, value);
    else if (checked.includes(each) && (values.get(key) ?? null) !== result) return false;
  }
  return true;
}

/** All orders one after the other that keep `order`. */
function linear(members: readonly number[], order: Order): readonly (readonly number[])[] {
  if (members.length === 0) return [[]];
  return members
    .filter((each) => !members.some((other) => order(other, each)))
    .flatMap((each) =>
      linear(
        members.filter((other) => other !== each),
        order,
      ).map((line) => [each, ...line]),
    );
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.reduce<readonly (readonly Item[])[]>(
    (found, item) => [...found, ...found.map((each) => [...each, item])],
    [[]],
  );
}

const remembered = new Map<number, readonly Order[]>();

/** All strict partial orders of so many things: 1, 3, 19, 219, 4231 for one to five. */
function ordersOf(size: number): readonly Order[] {
  const known = remembered.get(size);
  if (known) return known;
  const found = new Set<string>();
  const grow = (pairs: readonly string[]): void => {
    const key = pairs.toSorted().join(" ");
    if (found.has(key)) return;
    found.add(key);
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) {
        if (from === to || pairs.includes(`${from}${to}`) || pairs.includes(`${to}${from}`)) continue;
        const closed = closure([...pairs, `${from}${to}`], size);
        if (closed) grow(closed);
      }
    }
  };
  grow([]);
  const orders = [...found].map((key): Order => {
    const pairs = new Set(key.split(" "));
    return (first, second) => pairs.has(`${first}${second}`);
  });
  remembered.set(size, orders);
  return orders;
}

function closure(pairs: readonly string[], size: number): readonly string[] | undefined {
  const all = new Set(pairs);
  for (let via = 0; via < size; via++) {
    for (let from = 0; from < size; from++) {
      for (let to = 0; to < size; to++) if (all.has(`${from}${via}`) && all.has(`${via}${to}`)) all.add(`${from}${to}`);
    }
  }
  return [...all].some((pair) => pair[0] === pair[1]) ? undefined : [...all];
}

test("there are as many partial orders as there should be", () => {
  expect([1, 2, 3, 4, 5].map((size) => ordersOf(size).length)).toEqual([1, 3, 19, 219, 4231]);
});

test("the wrong part is wrong by itself, and needs each of its operations", () => {
  let found = 0;
  for (const history of fc.sample(smallHistory(), { seed: 22, numRuns: 400 })) {
    for (const variant of variants) {
      const { wrong, origins = [] } = checkCausal(history, { variant });
      if (wrong === undefined) continue;
      found++;
      const part = wrong.map((index) => history[index]!);
      expect(byDefinition(part, variant), JSON.stringify({ history, wrong })).toBe(false);
      for (const [place, index] of wrong.entries()) {
        if (origins.includes(index)) continue;
        // Left out where it is a read; made by a client of its own where it is a write that others read.
        const alone = part.with(place, { ...part[place]!, client: "alone" });
        const isRead = (part[place]!.operation as { kind: string }).kind === "read";
        const others = withSources(isRead ? alone.toSpliced(place, 1) : alone, history, wrong);
        expect(byDefinition(others, variant), JSON.stringify({ history, wrong, index })).toBe(true);
      }
    }
  }
  expect(found).toBeGreaterThan(200);
});

/** With all other writes, each by a client of its own: a read may have read from any of them. */
function withSources(
  part: readonly Operation[],
  history: readonly Operation[],
  wrong: readonly number[],
): readonly Operation[] {
  const others = history.flatMap((each, index) => {
    const isWrite = (each.operation as { kind: string }).kind === "write";
    return isWrite && !wrong.includes(index) ? [{ ...each, client: `alone ${index}` }] : [];
  });
  return [...part, ...others];
}
