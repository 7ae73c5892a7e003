/** The four session guarantees, each with a history that breaks it. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../../lib/protocol";
import { checkConvergence, replicasAgree } from "../../../lib/verify/history/convergence";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import { checkSession, sessionGuarantees } from "../../../lib/verify/history/session";
import type { SessionGuarantee } from "../../../lib/verify/history/session";
import { drawnHistory, historyOf, read, subjects, write } from "./histories";

const broken = (history: readonly Operation[]): readonly SessionGuarantee[] =>
  sessionGuarantees.filter((guarantee) => checkSession(history, guarantee).verdict === "violation");

describe("one history for each guarantee, which breaks this one only", () => {
  test("read your writes: a client's own write has not reached the replica that it reads from", () => {
    const history = historyOf(
      ["B", write(0), null, 0, 2],
      ["A", write(1), null, 3, 5],
      ["A", read(), 0, 6, 7],
      ["A", read(), 1, 8, 9],
    );
    expect(broken(history)).toEqual(["read your writes"]);
    const found = checkSession(history, "read your writes");
    expect(found).toMatchObject({ wrong: [0, 1, 2], origins: [0] });
    expect(String(found)).toBe(
      [
        "read your writes broken: A read 0 at 7 ms, an older value, although it wrote 1 before, at 5 ms",
        "  B wrote 0 (0 – 2)",
        "  A wrote 1 (3 – 5)",
        "  A read 0 (6 – 7)",
      ].join("\n"),
    );
  });

  test("monotonic reads: the second replica lags behind the first", () => {
    const history = historyOf(["A", write(1), null, 0, 5], ["B", read(), 1, 6, 7], ["B", read(), null, 8, 9]);
    expect(broken(history)).toEqual(["monotonic reads"]);
    expect(checkSession(history, "monotonic reads")).toMatchObject({
      wrong: [0, 1, 2],
      why: "B read nothing at 9 ms, an older value, although it read 1 before, at 7 ms",
    });
  });

  test("monotonic writes: a replica has the second write and not the first", () => {
    const history = historyOf(
      ["A", write(1, "x"), null, 0, 1],
      ["A", write(2, "y"), null, 2, 3],
      ["B", read("y"), 2, 4, 5],
      ["B", read("x"), null, 6, 7],
    );
    expect(broken(history)).toEqual(["monotonic writes"]);
    expect(checkSession(history, "monotonic writes").why).toBe(
      "B read nothing of x at 7 ms, an older value, although it read 2 of y before, at 5 ms, " +
        "and A wrote 1 to x before it wrote 2 to y",
    );
  });

  test("writes follow reads: the answer is there, the question is not", () => {
    const history = historyOf(
      ["A", write("why?", "question"), null, 0, 1],
      ["B", read("question"), "why?", 2, 3],
      ["B", write("because", "answer"), null, 4, 5],
      ["C", read("answer"), "because", 6, 7],
      ["C", read("question"), null, 8, 9],
    );
    expect(broken(history)).toEqual(["writes follow reads"]);
    expect(checkSession(history, "writes follow reads")).toMatchObject({
      wrong: [0, 1, 2, 3, 4],
      why:
        "C read nothing of question at 9 ms, an older value, although it read because of answer before, at 7 ms, " +
        'and B read "why?" of question before it wrote because to answer',
    });
  });
});

describe("the benefit of the doubt", () => {
  test("of two writes at the same time, neither is older", () => {
    const history = historyOf(
      ["A", write(1), null, 0, 5],
      ["B", write(2), null, 3, 8],
      ["C", read(), 1, 9, 10],
      ["C", read(), 2, 11, 12],
      ["C", read(), 1, 13, 14],
    );
    expect(broken(history)).toEqual([]);
  });

  test("a value written twice may have come from the newer write", () => {
    const history = historyOf(
      ["A", write(1), null, 0, 1],
      ["A", write(2), null, 2, 3],
      ["B", read(), 2, 4, 5],
      ["B", read(), 1, 6, 7],
    );
    expect(broken(history)).toEqual(["monotonic reads"]);
    expect(broken([...history, ...historyOf(["D", write(1), null, 4, 9])])).toEqual([]);
  });

  test("a client's own write that never returned need not be seen", () => {
    expect(broken(historyOf(["A", write(1), null, 0], ["A", read(), null, 5, 6]))).toEqual([]);
  });
});

const drawn = fc.sample(drawnHistory(subjects.filter(({ name }) => ["register", "key-value"].includes(name))), {
  seed: 31,
  numRuns: 3_000,
});

test("what is linearizable keeps all four, and converges", () => {
  let linearizable = 0;
  for (const { history } of drawn) {
    if (checkLinearizable(history).verdict !== "linearizable") continue;
    linearizable++;
    expect(broken(history), JSON.stringify(history)).toEqual([]);
    if (history.some(({ returned }) => returned === undefined)) continue;
    expect(checkConvergence(history).verdict, JSON.stringify(history)).not.toBe("violation");
  }
  expect(linearizable).toBeGreaterThan(500);
});

test("the wrong part breaks the guarantee by itself, and keeps it without any one of its operations", () => {
  const counted = new Map<SessionGuarantee, number>();
  for (const { history } of drawn) {
    for (const guarantee of sessionGuarantees) {
      const { wrong } = checkSession(history, guarantee);
      if (wrong === undefined) continue;
      counted.set(guarantee, (counted.get(guarantee) ?? 0) + 1);
      const part = wrong.map((index) => history[index]!);
      expect(checkSession(part, guarantee).verdict, JSON.stringify({ history, wrong })).toBe("violation");
      for (const place of part.keys()) {
        expect(checkSession(part.toSpliced(place, 1), guarantee).verdict, JSON.stringify({ part, place })).toBe(
          guarantee,
        );
      }
    }
  }
  expect(Math.min(...sessionGuarantees.map((guarantee) => counted.get(guarantee) ?? 0))).toBeGreaterThan(4);
});

test("a guarantee that there is not is refused by name", () => {
  expect(() => checkSession([], "monotone reads" as SessionGuarantee)).toThrow(
    "guarantee is monotone reads; allowed are read your writes, monotonic reads, monotonic writes, writes follow reads",
  );
});

describe("convergence", () => {
  const writes = historyOf(["A", write(1), null, 0, 5], ["B", write(2), null, 3, 8]);

  test("late reads that agree converge, whichever write they agree on", () => {
    for (const value of [1, 2]) {
      const history = [...writes, ...historyOf(["C", read(), value, 50, 51], ["D", read(), value, 52, 53])];
      expect(checkConvergence(history)).toMatchObject({ verdict: "convergent", why: "2 late reads agree" });
    }
  });

  test("replicas that each keep their own do not", () => {
    const history = [...writes, ...historyOf(["C", read(), 1, 50, 51], ["D", read(), 2, 52, 53])];
    expect(checkConvergence(history)).toMatchObject({
      verdict: "violation",
      wrong: [0, 1, 2, 3],
      origins: [0, 1],
      why: "long after the last write, C read 1 at 51 ms, but D read 2 at 53 ms",
    });
  });

  test("reads before everything has settled do not count", () => {
    const history = [...writes, ...historyOf(["C", read(), 1, 10, 11], ["D", read(), 2, 52, 53])];
    expect(checkConvergence(history).verdict).toBe("violation");
    expect(checkConvergence(history, { settleMs: 20 }).verdict).toBe("convergent");
    expect(checkConvergence(history, { settleMs: 200 })).toMatchObject({
      verdict: "unknown",
      why: "nothing was read after the last write had settled",
    });
  });

  test("to agree on what was never written is not enough", () => {
    const history = [...writes, ...historyOf(["C", read(), 9, 50, 51], ["D", read(), 9, 52, 53])];
    expect(checkConvergence(history)).toMatchObject({
      wrong: [2],
      why: "C read 9 at 51 ms, but that had never been there",
    });
  });

  test("replicas agree, or it is said where they do not", () => {
    const data = { x: 1, items: ["a", "b"] };
    expect(replicasAgree({ A: data, B: { items: ["a", "b"], x: 1 } })).toBe(true);
    expect(replicasAgree({ A: data, B: data, C: { x: 1, items: ["a", "c"] } })).toBe(
      'A and C differ at items[1]: "b", but "c"',
    );
    expect(replicasAgree({ A: data, B: { x: 1 } })).toBe('A and B differ at items: ["a","b"], but missing');
  });
});
