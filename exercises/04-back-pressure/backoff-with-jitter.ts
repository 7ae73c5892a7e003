/**
 * How long to wait before asking again.
 *
 * A call has failed for the `failures`-th time (1 is the first). Say how many milliseconds to wait before the next try:
 * drawn at random, all from 0 up to a limit alike (full jitter). The limit is `baseMs` after the first failure and doubles
 * with each further one, and is never above `capMs`, however many there were; a patient client may have failed thousands
 * of times.
 *
 * After `attemptsMax` failures say `null`: the caller gives up. If the server has said not to come before `retryAfterMs`
 * (0 if it has said nothing), nobody comes earlier; and since it has said the same to everybody, the random wait comes on
 * top of that. `random()` draws from 0 up to, but without, 1.
 *
 * Try it: `npx distlab check 04-back-pressure/backoff-with-jitter`, or the button Check in the page.
 */
import type { BackoffWithJitter } from "distlab";

export const nextWait: BackoffWithJitter["nextWait"] = (failures, options, retryAfterMs, random) => {
  void [failures, options, retryAfterMs, random]; // Your answer goes here, instead of this line.
  return -1;
};
