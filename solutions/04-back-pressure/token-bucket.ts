/**
 * No timer: what has dripped in since the last request is added when the next one comes.
 *
 * The number of tokens need not be whole. If it were rounded down at each request, somebody who asks often enough would
 * keep the bucket empty for ever.
 */
import type { TokenBucketAnswer } from "distlab";

export const createBucket: TokenBucketAnswer["createBucket"] = ({ capacity, perSecond }) => {
  const perMs = perSecond / 1000;
  let tokens = capacity;
  let lastMs = 0;
  return {
    take(atMs) {
      // The brim comes first: a bucket that was full all night holds no more than in the evening.
      tokens = Math.min(capacity, tokens + (atMs - lastMs) * perMs);
      // Also when there is no token: what has dripped in until now is counted, and must not be counted twice.
      lastMs = atMs;
      if (tokens < 1) return { taken: false, retryAfterMs: (1 - tokens) / perMs };
      tokens -= 1;
      return { taken: true, retryAfterMs: 0 };
    },
  };
};
