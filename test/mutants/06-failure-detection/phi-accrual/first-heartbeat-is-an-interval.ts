// Counts the time from 0 to the first heartbeat as an interval.
// caught by: as long as no interval is known, phi is 0
import { logNormalTail } from "distlab";
import type { SilenceDetector, SilenceOptions } from "distlab";

export function createDetector({ window, minStdDevMs }: SilenceOptions): SilenceDetector {
  let last: number | null = null;
  let intervals: number[] = [];
  return {
    heartbeat(nowMs) {
      intervals = [...intervals, nowMs - (last ?? 0)].slice(-window);
      last = nowMs;
    },
    phi(nowMs) {
      if (last === null || intervals.length === 0) return 0;
      const mean = intervals.reduce((sum, one) => sum + one, 0) / intervals.length;
      const variance = intervals.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / intervals.length;
      const deviation = Math.max(Math.sqrt(variance), minStdDevMs);
      return -logNormalTail((nowMs - last - mean) / deviation) / Math.LN10;
    },
  };
}
