// Moves its clock only when a token is taken, and counts the same drips again and again.
// caught by: parts of a token add up, and who is turned away takes nothing
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  let tokens = capacity;
  let lastMs = 0;
  return {
    take(atMs) {
      tokens = Math.min(capacity, tokens + (atMs - lastMs) * perMs);
      if (tokens < 1) return { taken: false, retryAfterMs: (1 - tokens) / perMs };
      tokens -= 1;
      lastMs = atMs;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
