// Takes the first failure for number 0, and doubles once too often.
// caught by: after the first failure it waits up to the base, and any time alike
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** failures);
  return retryAfterMs + random() * limitMs;
};
