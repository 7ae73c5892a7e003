// Gives up one failure early.
// caught by: it gives up after so many failures, and not before
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures + 1 >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return retryAfterMs + random() * limitMs;
};
