// Takes milliseconds for seconds.
// caught by: tokens drip in at the rate
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond;
  let tokens = capacity;
  let lastMs = 0;
  return {
    take(atMs) {
      tokens = Math.min(capacity, tokens + (atMs - lastMs) * perMs);
      lastMs = atMs;
      if (tokens < 1) return { taken: false, retryAfterMs: (1 - tokens) / perMs };
      tokens -= 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
