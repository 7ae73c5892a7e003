/** From the steps of a search, as its witness keeps them, to the order of the operations. */
import type { Problem } from "./forward";
import type { Alike } from "./under-way";

/** Added to an operation: it took effect just before the last write, unseen. */
export const hidden = 0x4000_0000;

/**
 * The operations in the order in which they took effect.
 * @param steps operations; hidden ones, which took effect just before the last write before them, in the order of
 * their calls; and -1 minus a place in `alike`, for the next of those that are alike
 */
export function orderOf(steps: readonly number[], problem: Problem, alike: readonly Alike[]): readonly number[] {
  const order: number[] = [];
  const spent = alike.map(() => 0);
  const hiddenBefore = new Map<number, number[]>();
  let lastWrite = -1;
  for (const step of steps) {
    if (step >= hidden) hiddenBefore.get(lastWrite)!.push(step - hidden);
    else {
      const operation = step >= 0 ? step : alike[-1 - step]!.operations[spent[-1 - step]!++]!;
      order.push(operation);
      if (!problem.space.isBlind(problem.kinds[operation]!)) continue;
      lastWrite = operation;
      hiddenBefore.set(operation, []);
    }
  }
  const called = new Map<number, number>();
  for (const code of problem.codes) if ((code & 1) === 0) called.set(code >>> 1, called.size);
  const byCall = (a: number, b: number): number => called.get(a)! - called.get(b)!;
  return order.flatMap((operation) => [...(hiddenBefore.get(operation) ?? []).toSorted(byCall), operation]);
}
