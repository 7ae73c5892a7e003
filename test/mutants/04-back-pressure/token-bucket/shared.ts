// Keeps the tokens outside of the bucket, for all of them together.
// caught by: two buckets have nothing in common
import type { TokenBucketAnswer } from "distlab";

let tokens: number | undefined;
let lastMs = 0;

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  tokens ??= capacity;
  return {
    take(atMs) {
      tokens = Math.min(capacity, (tokens ?? capacity) + (atMs - lastMs) * perMs);
      lastMs = atMs;
      if (tokens < 1) return { taken: false, retryAfterMs: (1 - tokens) / perMs };
      tokens -= 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
