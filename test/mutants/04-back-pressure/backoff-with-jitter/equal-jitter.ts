// Waits half of the limit in any case, and draws the other half only.
// caught by: after the first failure it waits up to the base, and any time alike
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return retryAfterMs + limitMs / 2 + (random() * limitMs) / 2;
};
