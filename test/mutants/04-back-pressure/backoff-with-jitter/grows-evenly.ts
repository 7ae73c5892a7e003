// Adds the base with each failure instead of doubling.
// caught by: the limit doubles with each failure
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * failures);
  return retryAfterMs + random() * limitMs;
};
