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

export interface IntervalClockOptions {
  /** Uncertainty just after asking a time master, in ms. Spanner: 1. */
  readonly atSyncMs: number;
  /** How fast the local clock may drift, in microseconds a second. Spanner assumes 200. */
  readonly driftMicrosPerSecond: number;
}

/** The half-width of the interval, `sinceSyncMs` after the last synchronisation: a saw-tooth. */
export function uncertaintyMs(sinceSyncMs: number, options: IntervalClockOptions): number {
  return options.atSyncMs + (sinceSyncMs * options.driftMicrosPerSecond) / 1_000_000;
}

/** What the clock answers when the local clock shows `localMs`. */
export function intervalNow(localMs: number, sinceSyncMs: number, options: IntervalClockOptions): TimeInterval {
  const half = uncertaintyMs(sinceSyncMs, options);
  return { earliestMs: localMs - half, latestMs: localMs + half };
}

/** Whether `timestampMs` has certainly passed (TrueTime's `after`). */
export function hasPassed(timestampMs: number, now: TimeInterval): boolean {
  return now.earliestMs > timestampMs;
}

/** Whether `left` was certainly before `right`. */
export function certainlyBefore(left: TimeInterval, right: TimeInterval): boolean {
  return left.latestMs < right.earliestMs;
}
