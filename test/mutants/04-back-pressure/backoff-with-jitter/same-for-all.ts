// Draws from the number of the failure, so that it can be repeated, and all draw the same.
// caught by: a hundred clients that fail together fall out of step
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  void random;
  return retryAfterMs + ((failures * 0.618) % 1) * limitMs;
};
