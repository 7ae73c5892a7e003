// Narrows a range down exchange by exchange, each as its estimate and half the delay.
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate(sample: NtpSample): NtpEstimate {
  const there = sample.t2 - sample.t1;
  const back = sample.t4 - sample.t3;
  return { offsetMs: (there - back) / 2, delayMs: there + back };
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  let range: OffsetRange = { leastMs: Number.MIN_SAFE_INTEGER, mostMs: Number.MAX_SAFE_INTEGER };
  for (const sample of samples) {
    const { offsetMs, delayMs } = estimate(sample);
    range = {
      leastMs: Math.max(range.leastMs, offsetMs - delayMs / 2),
      mostMs: Math.min(range.mostMs, offsetMs + delayMs / 2),
    };
    if (range.leastMs > range.mostMs) return null;
  }
  return range;
}
