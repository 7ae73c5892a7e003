/**
 * The phi accrual failure detector: not "dead or alive" but how surprising the silence is.
 *
 * It remembers the times between heartbeats and asks: if the node is alive and goes on as before, how likely is a
 * silence as long as this one? phi is minus the decimal logarithm of that chance: at phi 1, 2, 3 a suspicion is wrong
 * in 10, 1, 0.1 % of cases, *if the model of arrivals holds*. Each reader of phi chooses its own threshold.
 *
 * Source: Hayashibara, Défago, Yared and Katayama, "The phi accrual failure detector", SRDS 2004, section 4. Akka's
 * detector replaces the normal distribution's tail by a logistic approximation; both are here, named as such.
 */

/** The last intervals between heartbeats, oldest first, and when the last heartbeat came (null before the first). */
export type PhiDetector = {
  readonly intervalsMs: readonly number[];
  readonly lastHeartbeatMs: number | null;
  /** How many intervals are kept. */
  readonly window: number;
  /** The standard deviation is taken to be at least this: a perfectly regular past would make any delay a surprise. */
  readonly minStdDevMs: number;
};

/**
 * A detector that has heard nothing yet. Throws a RangeError for an option out of range.
 * @param options `window`: how many intervals are kept, default 1000; `minStdDevMs`: default 50; `firstIntervalMs`: a
 * guess to start with, remembered as two intervals a quarter below and above it
 * @example
 * const times = [0, 100, 200, 300];
 * const detector = times.reduce(recordHeartbeat, createPhiDetector({ minStdDevMs: 10 }));
 * phi(detector, 400).toFixed(2); // → "0.30"
 * phi(detector, 450) > 6; // → true
 */
export function createPhiDetector(
  options: { readonly window?: number; readonly minStdDevMs?: number; readonly firstIntervalMs?: number } = {},
): PhiDetector {
  const { window = 1000, minStdDevMs = 50, firstIntervalMs } = options;
  if (!(Number.isInteger(window) && window >= 1))
    throw new RangeError(`window is ${window}; allowed is a whole number from 1`);
  if (!(minStdDevMs > 0)) throw new RangeError(`minStdDevMs is ${minStdDevMs}; allowed is a time above 0`);
  if (firstIntervalMs !== undefined && !(firstIntervalMs > 0)) {
    throw new RangeError(`firstIntervalMs is ${firstIntervalMs}; allowed is a time above 0`);
  }
  const guess = firstIntervalMs === undefined ? [] : [firstIntervalMs * 0.75, firstIntervalMs * 1.25];
  return { intervalsMs: guess, lastHeartbeatMs: null, window, minStdDevMs };
}

/** The detector after a heartbeat at `nowMs`, by the clock of the node that listens. */
export function recordHeartbeat(detector: PhiDetector, nowMs: number): PhiDetector {
  const { lastHeartbeatMs, intervalsMs, window } = detector;
  if (lastHeartbeatMs === null) return { ...detector, lastHeartbeatMs: nowMs };
  return { ...detector, lastHeartbeatMs: nowMs, intervalsMs: [...intervalsMs, nowMs - lastHeartbeatMs].slice(-window) };
}

/** The suspicion at `nowMs`, with the exact tail of the normal distribution; 0 as long as nothing is known. */
export function phi(detector: PhiDetector, nowMs: number): number {
  const surprise = standardisedSilence(detector, nowMs);
  return surprise === undefined ? 0 : -logNormalTail(surprise) / Math.LN10;
}

/** The same with Akka's logistic approximation of that tail; within 0.05 up to phi 3, 5 % too high
 * at 4.5, a fifth too high at 9. */
export function phiLogistic(detector: PhiDetector, nowMs: number): number {
  const y = standardisedSilence(detector, nowMs);
  if (y === undefined) return 0;
  const exponent = y * (1.5976 + 0.070566 * y * y);
  // The chance of a longer silence is 1 / (1 + e^exponent); its logarithm is taken without forming it.
  return (exponent > 0 ? exponent + Math.log1p(Math.exp(-exponent)) : Math.log1p(Math.exp(exponent))) / Math.LN10;
}

/** How many standard deviations the present silence lies above the mean interval. */
function standardisedSilence(detector: PhiDetector, nowMs: number): number | undefined {
  const { intervalsMs, lastHeartbeatMs, minStdDevMs } = detector;
  if (lastHeartbeatMs === null || intervalsMs.length === 0) return undefined;
  const mean = intervalsMs.reduce((sum, interval) => sum + interval, 0) / intervalsMs.length;
  const variance =
    intervalsMs.reduce((sum, interval) => sum + (interval - mean) * (interval - mean), 0) / intervalsMs.length;
  return (nowMs - lastHeartbeatMs - mean) / Math.max(Math.sqrt(variance), minStdDevMs);
}

/** The natural logarithm of the chance that a standard normal variable exceeds `z`; right to 12 digits, however small. */
export function logNormalTail(z: number): number {
  const logDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  if (z < -3) return Math.log1p(-Math.exp(logNormalTail(-z)));
  if (z < 3) {
    // The distribution function's series about 0: 1/2 + density · (z + z³/3 + z⁵/15 + …).
    let term = z;
    let sum = z;
    for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return Math.log(0.5 - Math.exp(logDensity) * sum);
  }
  // Laplace's continued fraction: density / (z + 1/(z + 2/(z + 3/(z + …)))).
  let fraction = z;
  for (let level = 60; level >= 1; level--) fraction = z + level / fraction;
  return logDensity - Math.log(fraction);
}
