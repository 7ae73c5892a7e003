// Has no cap: after a bad night the client comes back in a year.
// caught by: the limit is never above the cap, and jitter is drawn below it
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  const limitMs = baseMs * 2 ** (failures - 1);
  return retryAfterMs + random() * limitMs;
};
