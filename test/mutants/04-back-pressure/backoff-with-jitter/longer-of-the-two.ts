// Takes the longer of the two waits, so that all come at the very moment that the server named.
// caught by: nobody comes before the server wants it, nor all at that moment
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return Math.max(retryAfterMs, random() * limitMs);
};
