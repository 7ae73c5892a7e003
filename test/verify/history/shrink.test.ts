/** The wrong part of a history is the smallest: without any one of its operations nothing is wrong. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Data, Operation } from "../../../lib/protocol";
import { Steps } from "../../../lib/verify/history/effort";
import { searchForward } from "../../../lib/verify/history/forward";
import { checkLinearizable } from "../../../lib/verify/history/linearizable";
import type { HistoryModel } from "../../../lib/verify/history/model";
import { partsOf } from "../../../lib/verify/history/parts";
import type { Part } from "../../../lib/verify/history/parts";
import { smallestWrong } from "../../../lib/verify/history/shrink";
import type { Wrong } from "../../../lib/verify/history/shrink";
import { bruteForce } from "./brute-force";
import { drawnHistory, subjectOf } from "./histories";

const limits = { width: 1e6, effort: new Steps(Infinity) };

interface Found {
  readonly model: HistoryModel;
  readonly history: readonly Operation[];
  readonly part: Part;
  readonly wrong: Wrong;
}

/** The wrong parts of random histories that have one. */
function wrongParts(count: number, seed: number): readonly Found[] {
  return fc.sample(drawnHistory(), { seed, numRuns: count }).flatMap(({ of, history }) => {
    const { model } = subjectOf(of);
    return partsOf(history, [...history.keys()], model).flatMap((part) => {
      const { found, stuckAt } = searchForward(part.problem, limits);
      return found === "no order"
        ? [{ model, history, part, wrong: smallestWrong(part.problem, stuckAt, limits) }]
        : [];
    });
  });
}

const drawn = wrongParts(1_500, 6);

/** The window's operations, as the search sees them: those of `strict` as they are, the others let go. */
function letGo({ history, part, wrong }: Found, strict: readonly number[]): readonly Operation[] {
  return wrong.window.operations
    .toSorted((a, b) => a - b)
    .map((each) => {
      const { returned, ...given } = history[part.indices[each]!]!;
      const { kinds, space } = part.problem;
      const others = { ...given, operation: space.kinds[kinds[each]!]!.operation };
      return strict.includes(each) && returned !== undefined ? { ...others, returned } : others;
    });
}

function startsOf({ part, wrong }: Found): readonly Data[] {
  return wrong.window.starts.map((state) => part.problem.space.states[state]!);
}

test("among random histories there are enough wrong ones of each kind", () => {
  const sizes = new Set(drawn.map(({ wrong }) => wrong.conflict.length));
  expect(drawn.length).toBeGreaterThan(400);
  expect([...sizes].toSorted((a, b) => a - b).slice(0, 3)).toEqual([1, 2, 3]);
  expect(drawn.filter(({ wrong }) => wrong.origins.length > 0).length).toBeGreaterThan(25);
});

test("whatever the other operations did, the wrong part is wrong", () => {
  for (const found of drawn) {
    const history = letGo(found, found.wrong.conflict);
    for (const initial of startsOf(found)) {
      expect(
        bruteForce(history, { ...found.part.problem.space.model, initial }),
        JSON.stringify(history),
      ).toBeUndefined();
    }
  }
});

test("and so it is after what came before it", () => {
  for (const found of drawn) {
    const { history, part, wrong, model } = found;
    const { operations, within } = wrong.window;
    const last = history[part.indices[wrong.conflict.at(-1)!]!]!.returned!;
    const all = [...part.indices.keys()].flatMap((each) => {
      const { returned, ...others } = history[part.indices[each]!]!;
      const isLetGo = returned === undefined || (operations.includes(each) && !wrong.conflict.includes(each));
      // What came before the window stays as it is; what was called after it cannot matter.
      return isLetGo || returned > last ? [others] : [{ ...others, returned }];
    });
    expect(within.length).toBeGreaterThan(0);
    expect(bruteForce(all, model), JSON.stringify({ history, wrong: wrong.conflict })).toBeUndefined();
  }
});

test("none of the wrong part can be let go", () => {
  for (const found of drawn) {
    for (const spared of found.wrong.conflict) {
      const history = letGo(
        found,
        found.wrong.conflict.filter((each) => each !== spared),
      );
      const possible = startsOf(found).some(
        (initial) => bruteForce(history, { ...found.part.problem.space.model, initial }) !== undefined,
      );
      expect(possible, JSON.stringify({ history: found.history, wrong: found.wrong.conflict })).toBe(true);
    }
  }
});

test("the wrong part is wrong when it is looked at alone", () => {
  for (const { of, history } of fc.sample(drawnHistory(), { seed: 7, numRuns: 1_000 })) {
    const { model } = subjectOf(of);
    const { wrong } = checkLinearizable(history, model);
    if (wrong === undefined) continue;
    const alone = wrong.map((index) => history[index]!);
    expect(bruteForce(alone, model), JSON.stringify({ history, wrong })).toBeUndefined();
  }
});
