/**
 * The limit grows; what is waited is drawn below it. Growing lowers the load, drawing takes the clients out of step, and
 * it is the second that saves attempts.
 *
 * The cap is taken before the draw. After it, nearly all long waits would be the cap exactly, and everybody in step again.
 */
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  const { baseMs, capMs, attemptsMax } = options;
  if (failures >= attemptsMax) return null;
  // 2 ** 2000 is Infinity, which is no harm: the lesser of it and the cap is the cap.
  const limitMs = Math.min(capMs, baseMs * 2 ** (failures - 1));
  // The server has told everybody the same, so what it said is where the draw begins.
  return retryAfterMs + random() * limitMs;
};
