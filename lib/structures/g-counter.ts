/**
 * Counters that replicas can count apart and merge in any order, any number of times.
 *
 * A grow-only counter keeps one number for each replica, and each replica raises only its own. Merging takes the
 * larger of each: hearing the same news twice changes nothing. A counter that can also go down is two of them.
 *
 * Source: Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of convergent and commutative replicated
 * data types", INRIA RR-7506, 2011, specifications 6 and 7.
 */

import { countOf, mergeCounts } from "./record";

/** How much each replica has counted, from 0. Begins as `{}`. */
export type GCounter = { readonly [replica: string]: number };

/**
 * Counts at `replica`. Throws a RangeError if `by` is negative or not a number: a grow-only counter only grows.
 * @param by default 1
 * @example
 * const likes = mergeGCounters(incrementGCounter({}, "A", 2), incrementGCounter({}, "B"));
 * gCounterValue(likes); // → 3
 */
export function incrementGCounter(counter: GCounter, replica: string, by = 1): GCounter {
  if (!(by >= 0 && by < Infinity)) throw new RangeError(`by is ${by}; allowed is a number from 0`);
  return { ...counter, [replica]: countOf(counter, replica) + by };
}

/** Replica by replica the larger count: never the sum, or news heard twice would count twice. */
export function mergeGCounters(left: GCounter, right: GCounter): GCounter {
  return mergeCounts(left, right);
}

/** What all replicas have counted together, as far as this one has heard. */
export function gCounterValue(counter: GCounter): number {
  return Object.values(counter).reduce((sum, count) => sum + count, 0);
}

/** What was added, and what was taken away. */
export type PNCounter = { readonly added: GCounter; readonly taken: GCounter };

/** Zero. */
export const emptyPNCounter: PNCounter = { added: {}, taken: {} };

/**
 * Counts at `replica`. Throws a RangeError unless `by` is a number; it may be negative.
 * @example
 * pnCounterValue(addPNCounter(addPNCounter(emptyPNCounter, "A", 5), "B", -2)); // → 3
 */
export function addPNCounter(counter: PNCounter, replica: string, by: number): PNCounter {
  return by < 0
    ? { ...counter, taken: incrementGCounter(counter.taken, replica, -by) }
    : { ...counter, added: incrementGCounter(counter.added, replica, by) };
}

/** Both halves merged, each a grow-only counter. */
export function mergePNCounters(left: PNCounter, right: PNCounter): PNCounter {
  return { added: mergeGCounters(left.added, right.added), taken: mergeGCounters(left.taken, right.taken) };
}

/** What was added less what was taken away; may be negative. */
export function pnCounterValue(counter: PNCounter): number {
  return gCounterValue(counter.added) - gCounterValue(counter.taken);
}
