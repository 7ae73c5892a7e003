/** The models of consistency imply one another: what is linearizable is sequential, causal, and keeps its sessions' promises. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Operation } from "../../../lib/protocol";
import { checkCausal } from "../../../lib/verify/history/causal";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import { checkSequential } from "../../../lib/verify/history/sequential";
import { drawnHistory, historyOf, read, subjects, write } from "./histories";

type Check = (history: readonly Operation[]) => boolean;

const linearizable: Check = (history) => checkLinearizable(history).verdict === "linearizable";
const sequential: Check = (history) => checkSequential(history).verdict === "sequentially consistent";
const causal =
  (variant: "weak" | "memory" | "convergent"): Check =>
  (history) =>
    checkCausal(history, { variant }).verdict === "causally consistent";

/** What holds of the first also holds of the second. */
const implications: readonly (readonly [string, Check, Check])[] = [
  ["linearizable, so sequentially consistent", linearizable, sequential],
  ["sequentially consistent, so causal memory", sequential, causal("memory")],
  ["sequentially consistent, so causally convergent", sequential, causal("convergent")],
  ["causal memory, so weakly causal", causal("memory"), causal("weak")],
  ["causally convergent, so weakly causal", causal("convergent"), causal("weak")],
];

const drawn = fc.sample(drawnHistory(subjects.filter(({ name }) => ["register", "key-value"].includes(name))), {
  seed: 41,
  numRuns: 1_000,
});

test.each(implications)("%s", (_name, stronger, weaker) => {
  let held = 0;
  for (const { history } of drawn) {
    if (!stronger(history)) continue;
    held++;
    expect(weaker(history), JSON.stringify(history)).toBe(true);
  }
  expect(held).toBeGreaterThan(200);
});

test("each step down allows more", () => {
  const stale = historyOf(["A", write(1), null, 0, 5], ["B", read(), null, 6, 9]);
  expect([linearizable, sequential].map((check) => check(stale))).toEqual([false, true]);
  const buffering = historyOf(
    ["A", write(1, "x"), null, 0, 1],
    ["B", write(1, "y"), null, 0, 1],
    ["A", read("y"), null, 2, 3],
    ["B", read("x"), null, 2, 3],
  );
  expect([sequential, causal("memory"), causal("convergent")].map((check) => check(buffering))).toEqual([
    false,
    true,
    true,
  ]);
});
