/**
 * On the way there t2 − t1 is the offset and the time of travel, so the offset is at most that; on the way back t3 − t4 is
 * the offset less the time of travel, so it is at least that. The estimate is the middle, and each exchange adds bounds.
 */
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate({ t1, t2, t3, t4 }: NtpSample): NtpEstimate {
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  const leastMs = Math.max(...samples.map(({ t3, t4 }) => t3 - t4));
  const mostMs = Math.min(...samples.map(({ t1, t2 }) => t2 - t1));
  return leastMs <= mostMs ? { leastMs, mostMs } : null;
}
