// Sorts all bounds and keeps those that no exchange contradicts.
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export const estimate = ({ t1, t2, t3, t4 }: NtpSample): NtpEstimate => {
  const delayMs = t4 - t1 - t3 + t2;
  return { delayMs, offsetMs: t2 - t1 - delayMs / 2 };
};

export const possible = (samples: NtpSample[]): OffsetRange | null => {
  const fitsAll = (offset: number): boolean =>
    samples.every(({ t1, t2, t3, t4 }) => t1 + offset <= t2 && t3 <= t4 + offset);
  const bounds = samples.flatMap(({ t1, t2, t3, t4 }) => [t2 - t1, t3 - t4]).filter(fitsAll);
  if (bounds.length === 0) return null;
  bounds.sort((left, right) => left - right);
  return { leastMs: bounds[0]!, mostMs: bounds[bounds.length - 1]! };
};
