// Is empty at the beginning.
// caught by: a full bucket lets a burst through, and no more
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  let tokens = 0;
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
