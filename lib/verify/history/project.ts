/**
 * What is wrong with a history without the values that have nothing to do with it.
 *
 * Where a model says which values its operations concern (`ValueFlow`), all operations of a value can be left out
 * together: if the others are wrong, so is the whole. For a queue that is the difference between a thousand operations
 * and three.
 */
import { canonical } from "../../data";
import { fewest } from "./fewest";
import { searchForward } from "./forward";
import type { Limits, Problem } from "./forward";

/** The events of the history without as many values as can be left out; the one at `stuckAt` stays. */
export function withoutOtherValues(problem: Problem, stuckAt: number, limits: Limits): Int32Array {
  const groups = groupsOf(problem);
  if (groups === undefined) return problem.codes;
  const last = problem.codes[stuckAt]! >>> 1;
  const only = (kept: readonly number[]): Int32Array => {
    const stay = new Set([...kept, -1, groups[last]!]);
    return problem.codes.filter((code) => stay.has(groups[code >>> 1]!));
  };
  const fails = (kept: readonly number[]): boolean => {
    const { found, exact } = searchForward({ ...problem, codes: only(kept) }, limits);
    return found === "no order" && exact;
  };
  const others = [...new Set(groups)].filter((group) => group >= 0 && group !== groups[last]);
  return only(fewest(others, fails, limits.effort));
}

/** For each operation the group of its values; -1 where it concerns none. Undefined where one may concern any. */
export function groupsOf({ space, kinds }: Pick<Problem, "space" | "kinds">): readonly number[] | undefined {
  const { values } = space.model;
  if (!values) return undefined;
  const numbers = new Map<string, number>();
  const joined: number[] = [];
  const rootOf = (number: number): number => {
    let root = number;
    while (joined[root] !== root) root = joined[root]!;
    return root;
  };
  const first = space.kinds.map(({ operation, result }) => {
    const concerned = values.concerns(operation, result)?.map((value) => {
      const key = canonical(value);
      if (!numbers.has(key)) numbers.set(key, joined.push(joined.length) - 1);
      return numbers.get(key)!;
    });
    for (const number of concerned ?? []) joined[rootOf(number)] = rootOf(concerned![0]!);
    return concerned && (concerned[0] ?? -1);
  });
  const used = Array.from(kinds, (kind) => first[kind]);
  if (used.includes(undefined)) return undefined;
  return used.map((number) => (number! < 0 ? -1 : rootOf(number!)));
}
