// Gives the average of the estimates, and half the smallest delay to either side.
// caught by: each exchange rules out what the others allow
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate({ t1, t2, t3, t4 }: NtpSample): NtpEstimate {
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  const found = samples.map((sample) => estimate(sample));
  const middle = found.reduce((sum, { offsetMs }) => sum + offsetMs, 0) / found.length;
  const half = Math.min(...found.map(({ delayMs }) => delayMs)) / 2;
  const [leastMs, mostMs] = [middle - half, middle + half];
  return leastMs <= mostMs ? { leastMs, mostMs } : null;
}
