// Allows the whole round trip to either side.
// caught by: one exchange: as far to either side of the estimate as half its delay
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate({ t1, t2, t3, t4 }: NtpSample): NtpEstimate {
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  const leastMs = Math.max(...samples.map((sample) => estimate(sample).offsetMs - estimate(sample).delayMs));
  const mostMs = Math.min(...samples.map((sample) => estimate(sample).offsetMs + estimate(sample).delayMs));
  return leastMs <= mostMs ? { leastMs, mostMs } : null;
}
