// Does not listen to what the server has said.
// caught by: nobody comes before the server wants it, nor all at that moment
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  void retryAfterMs;
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return random() * limitMs;
};
