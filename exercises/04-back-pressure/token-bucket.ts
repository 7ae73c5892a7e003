/**
 * A bucket of tokens.
 *
 * Tokens drip into a bucket at a steady rate, `perSecond`, day and night, until it is full; it holds `capacity` of them,
 * and is full at time 0. Each request takes a whole token, or is turned away and takes nothing. Whoever is turned away is
 * told after how many milliseconds there will be a token, if nobody else comes: 0 for those who got one.
 *
 * A token drips in smoothly: half of the time makes half a token, and halves add up. Times are in milliseconds, never go
 * back, and may be fractions. Several buckets may be in use at once.
 *
 * Try it: `npx distlab check 04-back-pressure/token-bucket`, or the button Check in the page.
 */
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  void [capacity, perSecond];
  return {
    take(atMs) {
      void atMs; // Your answer goes here, instead of this line.
      return { taken: false, retryAfterMs: -1 };
    },
  };
};
