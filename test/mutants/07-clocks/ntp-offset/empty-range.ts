// Returns a range that ends before it begins where nothing fits.
// caught by: nothing is possible once a clock has been changed
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate({ t1, t2, t3, t4 }: NtpSample): NtpEstimate {
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  const leastMs = Math.max(...samples.map(({ t3, t4 }) => t3 - t4));
  const mostMs = Math.min(...samples.map(({ t1, t2 }) => t2 - t1));
  return { leastMs, mostMs };
}
