/** Linearizability: known anomalies, operations that never returned, limits. */
import { describe, expect, test } from "vitest";
import { createRandom } from "../../../lib/sim/random";
import type { Data, Operation } from "../../../lib/protocol";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import type { HistoryModel } from "../../../lib/verify/history/model";
import { models } from "../../../lib/verify/history/models";
import { historyOf, read, write } from "./histories";
import type { Short } from "./histories";

const verdict = (model: HistoryModel, ...rows: readonly Short[]) => checkLinearizable(historyOf(...rows), model);

describe("a register", () => {
  const register = models.register();

  test("a read after a write sees it", () => {
    const found = verdict(register, ["A", write(1), null, 0, 5], ["B", read(), 1, 6, 9]);
    expect(found).toMatchObject({ verdict: "linearizable", linearization: [0, 1], operations: 2 });
    expect(String(found)).toBe("linearizable: 2 operations; an order explains every result");
  });

  test("a read during a write may see either value", () => {
    for (const value of [null, 1]) {
      expect(verdict(register, ["A", write(1), null, 0, 9], ["B", read(), value, 2, 5]).verdict).toBe("linearizable");
    }
  });

  test("once a new value has been read during a write, the old one is gone (Herlihy and Wing 1990, figure 1)", () => {
    const found = verdict(register, ["A", write(1), null, 0, 9], ["B", read(), 1, 1, 2], ["C", read(), null, 3, 4]);
    expect(found).toMatchObject({ wrong: [0, 1, 2], origins: [0] });
    expect(found.why).toBe("C read nothing at 4 ms, after B had read 1 at 2 ms");
  });

  test("a stale read is shown with the write that it missed and the one that it saw", () => {
    const found = verdict(
      register,
      ["D", write(3), null, 0, 1],
      ["A", write(1), null, 2, 5],
      ["D", read(), 1, 6, 12],
      ["B", write(2), null, 30, 35],
      ["C", read(), 1, 36, 40],
      ["D", read(), 2, 50, 51],
    );
    expect(found).toMatchObject({ verdict: "violation", wrong: [1, 3, 4], origins: [1] });
    expect(String(found)).toBe(
      [
        "not linearizable: C read 1 at 40 ms, after B's write of 2 had returned at 35 ms and nobody wrote 1 again",
        "  A wrote 1 (2 – 5)",
        "  B wrote 2 (30 – 35)",
        "  C read 1 (36 – 40)",
      ].join("\n"),
    );
  });

  test("a value that nobody wrote is wrong by itself", () => {
    const rows: readonly Short[] = [
      ["A", write(1), null, 0, 5],
      ["B", read(), 7, 6, 9],
    ];
    expect(verdict(register, ...rows)).toMatchObject({
      wrong: [1],
      why: "B read 7 at 9 ms, but 7 had never been there",
    });
    expect(verdict(register, ...rows, ["A", write(7), null, 20, 30]).why).toBe(
      "B read 7 at 9 ms, but A wrote 7 only later, called at 20 ms",
    );
  });

  test("a client that misses its own write is told so", () => {
    const found = verdict(register, ["A", write(1), null, 0, 5], ["A", read(), null, 5, 6]);
    expect(found.why).toBe("A read nothing at 6 ms, after its own write of 1 had returned at 5 ms");
  });

  test("store buffering: both miss what the other wrote before", () => {
    const found = verdict(
      models.keyValue(),
      ["A", write(1, "x"), null, 0, 1],
      ["B", write(1, "y"), null, 0, 1],
      ["A", read("y"), null, 2, 3],
      ["B", read("x"), null, 2, 3],
    );
    expect(found.verdict).toBe("violation");
    expect(found.wrong).toHaveLength(2);
  });

  test("independent reads of independent writes, seen in two orders", () => {
    const found = verdict(
      models.keyValue(),
      ["A", write(1, "x"), null, 0, 20],
      ["B", write(1, "y"), null, 0, 20],
      ["C", read("x"), 1, 1, 2],
      ["C", read("y"), null, 9, 10],
      ["D", read("y"), 1, 3, 4],
      ["D", read("x"), null, 11, 12],
    );
    expect(found).toMatchObject({
      wrong: [0, 2, 5],
      why: "D read nothing of x at 12 ms, after C had read 1 at 2 ms",
    });
  });

  test("two operations that touch at one moment may take effect in either order", () => {
    const touching: readonly Short[] = [
      ["A", write(1), null, 0, 5],
      ["B", read(), null, 5, 6],
    ];
    expect(verdict(register, ...touching).verdict).toBe("linearizable");
    expect(verdict(register, ["A", write(1), null, 0, 5], ["A", read(), null, 5, 6]).verdict).toBe("violation");
  });

  test("times may be steps", () => {
    const history = historyOf(["A", write(1), null, 0, 5], ["B", read(), null, 6, 9]);
    expect(checkLinearizable(history, register, { time: "steps" }).why).toBe(
      "B read nothing at step 9, after A's write of 1 had returned at step 5",
    );
  });
});

describe("operations that never returned", () => {
  const register = models.register();

  test("they may take effect late, or never", () => {
    const rows: readonly Short[] = [
      ["A", write(1), null, 0],
      ["B", read(), null, 5, 6],
    ];
    expect(verdict(register, ...rows, ["B", read(), 1, 100, 101]).verdict).toBe("linearizable");
    expect(verdict(register, ...rows, ["B", read(), null, 100, 101])).toMatchObject({ linearization: [1, 2] });
  });

  test("but not before their calls", () => {
    expect(verdict(register, ["B", read(), 1, 5, 6], ["A", write(1), null, 7]).verdict).toBe("violation");
  });

  test("and not twice", () => {
    const found = verdict(
      register,
      ["A", write(1), null, 0],
      ["B", read(), 1, 1, 2],
      ["B", write(2), null, 3, 4],
      ["B", read(), 1, 5, 6],
    );
    expect(found).toMatchObject({ verdict: "violation", wrong: [0, 1, 2, 3] });
  });

  test("a thousand of them cost little, though every value is new", () => {
    const random = createRandom(1);
    const history: Operation[] = [];
    let value: Data = null;
    for (let at = 0; at < 4_000; at++) {
      const operation = random.chance(0.5) ? read() : write(at);
      const lost = random.chance(0.25);
      if (!lost && (operation as { kind: string }).kind === "write") value = at;
      if (lost) history.push({ client: `C${at}`, operation, invoked: at });
      else history.push({ client: "A", operation, result: value, invoked: at, returned: at + 0.5 });
    }
    const found = checkLinearizable(history, register, { timeLimitMs: 60_000 });
    expect(found.verdict).toBe("linearizable");
    expect(found.explored).toBeLessThan(20_000);
  });

  test("a thousand lost increments of a counter are alike", () => {
    const history = Array.from({ length: 2_000 }, (_, at): Operation => {
      if (at % 2 === 1) return { client: `C${at}`, operation: { kind: "increment" }, invoked: at };
      return { client: "A", operation: { kind: "read" }, result: Math.floor(at / 4), invoked: at, returned: at + 0.5 };
    });
    const found = checkLinearizable(history, models.counter(), { timeLimitMs: 60_000 });
    expect(found.verdict).toBe("linearizable");
    expect(found.explored).toBeLessThan(10_000);
  });
});

describe("the other models", () => {
  const enqueue = (value: Data): Data => ({ kind: "enqueue", value });
  const dequeue: Data = { kind: "dequeue" };
  const one = (kind: string, value: Data): Data => ({ kind, value });

  test("a queue gives each value once, in order", () => {
    const before: readonly Short[] = [
      ["A", enqueue(1), null, 0, 1],
      ["A", enqueue(2), null, 2, 3],
    ];
    const queue = models.queue();
    expect(
      verdict(queue, ...before, ["B", dequeue, 1, 4, 5], ["B", dequeue, 2, 6, 7], ["B", dequeue, null, 8, 9]).verdict,
    ).toBe("linearizable");
    expect(verdict(queue, ...before, ["B", dequeue, 1, 4, 5], ["C", dequeue, 1, 4, 6])).toMatchObject({
      wrong: [0, 2, 3],
      why: "C took 1 out of the queue at 6 ms, which fits in no order with what came before: B took 1 out of the queue (4–5 ms); the answer could only have been 2",
    });
    expect(verdict(queue, ...before, ["B", dequeue, 2, 4, 5]).wrong).toEqual([0, 1, 2]);
    expect(verdict(queue, ...before, ["B", dequeue, null, 4, 5]).verdict).toBe("violation");
  });

  test("a long queue's mistake is small", () => {
    const rows: Short[] = [];
    for (let at = 0; at < 300; at++) {
      rows.push(["A", enqueue(at), null, 10 * at, 10 * at + 4], ["B", dequeue, at, 10 * at + 1, 10 * at + 9]);
    }
    const found = verdict(
      models.queue(),
      ...rows,
      ["A", enqueue(900), null, 9_000, 9_001],
      ["B", dequeue, 3, 9_010, 9_020],
    );
    expect(found.verdict).toBe("violation");
    expect(found.wrong!.length).toBeLessThanOrEqual(4);
    expect(found.wrong).toContain(601);
  });

  test("a set knows what is in", () => {
    const rows: readonly Short[] = [
      ["A", one("add", 1), true, 0, 1],
      ["B", one("remove", 1), true, 2, 3],
    ];
    expect(verdict(models.set(), ...rows, ["C", one("contains", 1), false, 4, 5]).verdict).toBe("linearizable");
    expect(verdict(models.set(), ...rows, ["C", one("add", 1), false, 4, 5]).verdict).toBe("violation");
    expect(verdict(models.set(), ["A", one("add", 1), true, 0, 1], ["B", one("add", 1), true, 2, 3]).wrong).toEqual([
      0, 1,
    ]);
    const members: Short = ["C", { kind: "members" }, [2, 1], 4, 5];
    expect(
      verdict(models.set(), ["A", one("add", 1), null, 0, 1], ["B", one("add", 2), null, 2, 3], members).verdict,
    ).toBe("linearizable");
  });

  test("a lock has one holder, and its tokens grow", () => {
    const [acquire, release]: readonly Data[] = [{ kind: "acquire" }, { kind: "release" }];
    const lock = models.lock();
    expect(verdict(lock, ["A", acquire!, 1, 0, 1], ["A", release!, true, 2, 3], ["B", acquire!, 2, 4, 5]).verdict).toBe(
      "linearizable",
    );
    expect(verdict(lock, ["A", acquire!, true, 0, 1], ["B", acquire!, true, 2, 3])).toMatchObject({
      wrong: [0, 1],
      why: "B got the lock at 3 ms, which fits in no order with what came before: A got the lock (0–1 ms)",
    });
    expect(verdict(lock, ["A", acquire!, 2, 0, 1], ["A", release!, true, 2, 3], ["B", acquire!, 1, 4, 5]).verdict).toBe(
      "violation",
    );
    expect(verdict(lock, ["A", acquire!, true, 0, 1], ["B", release!, true, 2, 3]).verdict).toBe("violation");
  });

  test("what was refused had no effect", () => {
    const refused = { kind: "refused", why: "no quorum" };
    const found = verdict(models.register(), ["A", write(1), refused, 0, 5], ["B", read(), null, 6, 9]);
    expect(found).toMatchObject({ verdict: "linearizable", operations: 1, linearization: [1] });
  });

  test("a store whose every key is right may still be wrong as a whole", () => {
    type Transfer = { kind: "transfer"; from: string; to: string; amount: number } | { kind: "balances" };
    const bank: HistoryModel<{ [account: string]: number }, Transfer> = {
      name: "bank",
      initial: { x: 100, y: 0 },
      apply(balances, operation) {
        if (operation.kind === "balances") return { state: balances, result: balances };
        balances[operation.from]! -= operation.amount;
        balances[operation.to]! += operation.amount;
        return { state: balances };
      },
    };
    const transfer: Data = { kind: "transfer", from: "x", to: "y", amount: 30 };
    const torn = historyOf(["A", transfer, null, 0, 9], ["B", { kind: "balances" }, { x: 70, y: 0 }, 3, 5]);
    expect(checkLinearizable(torn, bank)).toMatchObject({ verdict: "violation", wrong: [1] });
  });
});

describe("limits", () => {
  const clients = 24;
  /** All values are put in at once, and come out in an order that says nothing until the last. */
  const hard = [
    ...Array.from({ length: clients }, (_, value): Operation => {
      return { client: `A${value}`, operation: { kind: "enqueue", value }, result: null, invoked: 0, returned: 10 };
    }),
    ...Array.from({ length: clients }, (_, value): Operation => {
      const result = value === clients - 1 ? 99 : value;
      return { client: `B${value}`, operation: { kind: "dequeue" }, result, invoked: 20, returned: 30 };
    }),
  ];

  test("a search that would keep too many configurations answers unknown", () => {
    const found = checkLinearizable(hard, models.queue(), { configurationsMax: 100, timeLimitMs: 600_000 });
    expect(found).toMatchObject({
      verdict: "unknown",
      why: "no order was found, nor ruled out, before more than configurationsMax, 100, configurations were possible",
    });
    expect(String(found)).toMatch(/^linearizable\? unknown: no order was found/);
  });

  test("a search that takes too long answers unknown, in time", () => {
    const found = checkLinearizable(hard, models.queue(), { timeLimitMs: 50 });
    expect(found).toMatchObject({
      verdict: "unknown",
      why: "no order was found, nor ruled out, before timeLimitMs, 50, was reached",
    });
  });

  test("a violation of one key is found although another key is beyond its means", () => {
    const model: HistoryModel = {
      ...models.queue(),
      partition: (operation) => String((operation as { queue?: string }).queue),
    };
    const small = historyOf(["Z", { kind: "dequeue", queue: "small" }, 5, 0, 1]);
    const found = checkLinearizable([...hard, ...small], model, { configurationsMax: 100 });
    expect(found).toMatchObject({ verdict: "violation", wrong: [2 * clients] });
  });

  test("what is not allowed is named before anything runs", () => {
    const history = historyOf(["A", read(), null, 0, 1]);
    expect(() => checkLinearizable(history, models.register(), { timeLimitMs: 0 })).toThrow(
      "timeLimitMs is 0; allowed is a number from 1",
    );
    expect(() => checkLinearizable(history, models.queue())).toThrow(
      'queue: operation is {"kind":"read"}; allowed kinds are enqueue, dequeue',
    );
    expect(() => checkLinearizable([{ client: "A", operation: read(), invoked: 5, returned: 4 }])).toThrow(
      "history[0].returned is 4; allowed is a number from its invoked, 5",
    );
  });

  test("a model that remembers something outside its state is found out", () => {
    let calls = 0;
    const forgetful: HistoryModel = { name: "clock", initial: 0, apply: () => ({ state: ++calls }) };
    expect(() => checkLinearizable(historyOf(["A", { kind: "tick" }, null, 0, 1]), forgetful)).toThrow(
      'clock: {"kind":"tick"} in state 0 led to',
    );
  });
});
