/**
 * Interval clocks: a clock that admits that it may be wrong, and by how much.
 *
 * Instead of a time it gives an interval that contains the true one. Two intervals that do not overlap are ordered
 * for certain. A writer that waits until its own timestamp has passed for everybody (*commit wait*) makes the order
 * of timestamps agree with the order in which people see things happen.
 *
 * Source: Corbett et al., "Spanner: Google's globally-distributed database", OSDI 2012, section 3 (TrueTime).
 */

/** The true time is within it. Milliseconds. */
export type TimeInterval = { readonly earliestMs: number; readonly latestMs: number };

/** How good the clock is. */
export interface IntervalClockOptions {
  /** Uncertainty just after asking a time master, in ms. Spanner: 1. */
  readonly atSyncMs: number;
  /** How fast the local clock may drift, in microseconds a second. Spanner assumes 200. */
  readonly driftMicrosPerSecond: number;
}

/**
 * The half-width of the interval, `sinceSyncMs` after the last synchronisation, in ms: it grows until the clock asks
 * again, a saw-tooth. Throws a RangeError where a number is negative.
 * @example
 * uncertaintyMs(30_000, { atSyncMs: 1, driftMicrosPerSecond: 200 }); // → 7
 */
export function uncertaintyMs(sinceSyncMs: number, options: IntervalClockOptions): number {
  for (const [name, value] of Object.entries({ sinceSyncMs, ...options })) {
    if (!(value >= 0)) throw new RangeError(`${name} is ${value}; allowed is a number from 0`);
  }
  return options.atSyncMs + (sinceSyncMs * options.driftMicrosPerSecond) / 1_000_000;
}

/**
 * What the clock answers when the local clock shows `localMs` and has asked `sinceSyncMs` ago (TrueTime's `now`).
 * @example
 * intervalNow(1000, 0, { atSyncMs: 1, driftMicrosPerSecond: 200 }); // → { earliestMs: 999, latestMs: 1001 }
 */
export function intervalNow(localMs: number, sinceSyncMs: number, options: IntervalClockOptions): TimeInterval {
  const half = uncertaintyMs(sinceSyncMs, options);
  return { earliestMs: localMs - half, latestMs: localMs + half };
}

/** Whether `timestampMs` has certainly passed (TrueTime's `after`). */
export function hasPassed(timestampMs: number, now: TimeInterval): boolean {
  return now.earliestMs > timestampMs;
}

/**
 * Whether `left` was certainly before `right`: they do not even touch.
 * @example
 * certainlyBefore({ earliestMs: 1, latestMs: 3 }, { earliestMs: 3, latestMs: 5 }); // → false
 */
export function certainlyBefore(left: TimeInterval, right: TimeInterval): boolean {
  return left.latestMs < right.earliestMs;
}
