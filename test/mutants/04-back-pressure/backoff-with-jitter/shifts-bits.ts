// Doubles by shifting bits, which ends at 31 of them.
// caught by: after thousands of failures it still waits
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * (1 << (failures - 1)));
  return retryAfterMs + random() * limitMs;
};
