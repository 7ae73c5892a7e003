// Doubles in a loop that ends at the cap, and waits whole milliseconds.
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (
  failures,
  { baseMs, capMs, attemptsMax },
  retryAfterMs,
  random,
) => {
  if (failures >= attemptsMax) return null;
  let limit = baseMs;
  for (let failure = 1; failure < failures && limit < capMs; failure++) limit *= 2;
  return retryAfterMs + Math.floor(random() * (Math.min(limit, capMs) + 1));
};
