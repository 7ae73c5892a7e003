// Keeps one number, the moment at which the bucket will be full again.
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const eachMs = 1000 / perSecond;
  let fullAtMs = 0;
  return {
    take(atMs) {
      const start = Math.max(fullAtMs, atMs);
      const early = start + eachMs - capacity * eachMs - atMs;
      if (early > 0) return { taken: false, retryAfterMs: early };
      fullAtMs = start + eachMs;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
