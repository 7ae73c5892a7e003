// Lets a request through on a part of a token.
// caught by: tokens drip in at the rate
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  let tokens = capacity;
  let lastMs = 0;
  return {
    take(atMs) {
      tokens = Math.min(capacity, tokens + (atMs - lastMs) * perMs);
      lastMs = atMs;
      if (tokens <= 0) return { taken: false, retryAfterMs: 1 / perMs };
      tokens -= 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
