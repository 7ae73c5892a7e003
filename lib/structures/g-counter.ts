/**
 * Counters that replicas can count apart and merge in any order, any number of times.
 *
 * A grow-only counter keeps one number for each replica, and each replica raises only its own. Merging takes the
 * larger of each: hearing the same news twice changes nothing. A counter that can also go down is two of them.
 *
 * Source: Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of convergent and commutative replicated
 * data types", INRIA RR-7506, 2011, specifications 6 and 7.
 */

/** How much each replica has counted. */
export type GCounter = { readonly [replica: string]: number };

/** Throws a RangeError if `by` is negative or not a number: a grow-only counter only grows. */
export function incrementGCounter(counter: GCounter, replica: string, by = 1): GCounter {
  if (!(by >= 0 && by < Infinity)) throw new RangeError(`by is ${by}; allowed is a number from 0`);
  return { ...counter, [replica]: (counter[replica] ?? 0) + by };
}

export function mergeGCounters(left: GCounter, right: GCounter): GCounter {
  const merged: Record<string, number> = { ...left };
  for (const [replica, count] of Object.entries(right)) merged[replica] = Math.max(merged[replica] ?? 0, count);
  return merged;
}

export function gCounterValue(counter: GCounter): number {
  return Object.values(counter).reduce((sum, count) => sum + count, 0);
}

/** What was added, and what was taken away. */
export type PNCounter = { readonly added: GCounter; readonly taken: GCounter };

export const emptyPNCounter: PNCounter = { added: {}, taken: {} };

/** `by` may be negative. */
export function addPNCounter(counter: PNCounter, replica: string, by: number): PNCounter {
  return by >= 0
    ? { ...counter, added: incrementGCounter(counter.added, replica, by) }
    : { ...counter, taken: incrementGCounter(counter.taken, replica, -by) };
}

export function mergePNCounters(left: PNCounter, right: PNCounter): PNCounter {
  return { added: mergeGCounters(left.added, right.added), taken: mergeGCounters(left.taken, right.taken) };
}

export function pnCounterValue(counter: PNCounter): number {
  return gCounterValue(counter.added) - gCounterValue(counter.taken);
}
