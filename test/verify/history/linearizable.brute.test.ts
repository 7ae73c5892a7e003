/** Linearizability against a check too simple to be wrong: every order of small random histories. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Operation } from "../../../lib/protocol";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import type { HistoryModel } from "../../../lib/verify/history/model";
import { bruteForce, explains, realTime } from "./brute-force";
import type { Precedes } from "./brute-force";
import { drawnHistory, partsOf, subjectOf } from "./histories";

type Check = (history: readonly Operation[], model: HistoryModel) => string;

interface Comparison {
  readonly disagreement: string | undefined;
  readonly held: number;
  readonly violated: number;
}

/** Histories of all models, each with the verdict that trying out every order gives. */
const drawn = fc.sample(drawnHistory(), { seed: 4, numRuns: 10_000 }).map(({ of, history }) => {
  const { model, whole } = subjectOf(of);
  const possible = partsOf(history, { whole }).every((part) => bruteForce(part, model) !== undefined);
  return { of, model, history, expected: possible ? "linearizable" : "violation" };
});

/** Compares a checker with trying out every order. */
function compare(check: Check): Comparison {
  let held = 0;
  let violated = 0;
  for (const { of, model, history, expected } of drawn) {
    if (expected === "linearizable") held++;
    else violated++;
    const found = check(history, model);
    if (found === expected) continue;
    return { disagreement: `${of}: ${found}, not ${expected}: ${JSON.stringify(history)}`, held, violated };
  }
  return { disagreement: undefined, held, violated };
}

const itself: Check = (history, model) => checkLinearizable(history, model).verdict;

test("trying out every order gives the same verdict on 10,000 random histories", () => {
  const { disagreement, held, violated } = compare(itself);
  expect(disagreement).toBeUndefined();
  expect(held).toBeGreaterThan(2_000);
  expect(violated).toBeGreaterThan(2_000);
});

/** Checkers with a mistake each, as changes to the history that they look at. */
const twins: Readonly<Record<string, (operation: Operation) => Operation>> = {
  "ignores real time": ({ returned, ...others }) => ({
    ...others,
    invoked: 0,
    ...(returned === undefined ? {} : { returned: 99 }),
  }),
  "forgets who was first at one moment": (operation) => ({ ...operation, client: `${JSON.stringify(operation)}` }),
  "takes what never returned to have taken effect": (operation) => ({ returned: 99, ...operation }),
  "takes what never returned to have ended at once": (operation) => ({ returned: operation.invoked, ...operation }),
  "does not look at results": ({ client, operation, invoked, returned }) =>
    returned === undefined ? { client, operation, invoked } : { client, operation, invoked, returned },
  "lets everything take effect later than it returned": ({ returned, ...others }) =>
    returned === undefined ? others : { ...others, returned: returned + 1 },
  "lets everything take effect before it was called": ({ invoked, ...others }) => ({ ...others, invoked: invoked - 1 }),
};

test.each(Object.entries(twins))("a checker that %s is caught by this comparison", (_name, mistake) => {
  const { disagreement } = compare((history, model) => itself(history.map(mistake), model));
  expect(disagreement).toBeDefined();
});

test("a checker that leaves out what never returned is caught by this comparison", () => {
  const returned = (history: readonly Operation[]) => history.filter((each) => each.returned !== undefined);
  expect(compare((history, model) => itself(returned(history), model)).disagreement).toBeDefined();
});

test("a checker that takes a write for a read is caught by this comparison", () => {
  const mistaken: Check = (history, model) => itself(history, { ...model, readOnly: () => true });
  expect(compare(mistaken).disagreement).toBeDefined();
});

test("a checker that takes everything for a write is caught by this comparison", () => {
  const mistaken: Check = (history, model) => itself(history, { ...model, overwrites: () => true });
  expect(compare(mistaken).disagreement).toBeDefined();
});

test("the order that it gives explains the history", () => {
  let explained = 0;
  for (const { of, history } of fc.sample(drawnHistory(), { seed: 5, numRuns: 4_000 })) {
    const { whole, model } = subjectOf(of);
    const { linearization } = checkLinearizable(history, model);
    if (linearization === undefined) continue;
    // What one client did at one moment is only compared within a part.
    const precedes = model.partition ? earlier : realTime;
    expect(explains(history, whole ?? model, linearization, precedes), JSON.stringify({ of, history })).toBe(true);
    explained++;
  }
  expect(explained).toBeGreaterThan(1_000);
});

const earlier: Precedes = (history, before, after) => (history[before]!.returned ?? Infinity) < history[after]!.invoked;
