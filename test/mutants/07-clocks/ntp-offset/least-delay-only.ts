// Trusts the exchange of least delay and forgets the others.
// caught by: each exchange rules out what the others allow
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate({ t1, t2, t3, t4 }: NtpSample): NtpEstimate {
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

export function possible(all: NtpSample[]): OffsetRange | null {
  const samples = all.toSorted((left, right) => estimate(left).delayMs - estimate(right).delayMs).slice(0, 1);
  const leastMs = Math.max(...samples.map(({ t3, t4 }) => t3 - t4));
  const mostMs = Math.min(...samples.map(({ t1, t2 }) => t2 - t1));
  return leastMs <= mostMs ? { leastMs, mostMs } : null;
}
