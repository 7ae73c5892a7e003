// Counts requests in each second of the clock, and starts again with the next.
// caught by: no second sees twice the burst
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const windowMs = (capacity / perSecond) * 1000;
  let window = 0;
  let count = 0;
  return {
    take(atMs) {
      const now = Math.floor(atMs / windowMs);
      if (now !== window) count = 0;
      window = now;
      if (count >= capacity) return { taken: false, retryAfterMs: (now + 1) * windowMs - atMs };
      count += 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
