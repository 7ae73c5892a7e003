// Tells everybody to come again after the time of a whole token.
// caught by: who is turned away is told when to come again
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  let tokens = capacity;
  let lastMs = 0;
  return {
    take(atMs) {
      tokens = Math.min(capacity, tokens + (atMs - lastMs) * perMs);
      lastMs = atMs;
      if (tokens < 1) return { taken: false, retryAfterMs: 1 / perMs };
      tokens -= 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
