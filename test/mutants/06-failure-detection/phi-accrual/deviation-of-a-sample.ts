// Divides by one less than the number of intervals, which is nothing if there is a single one.
// caught by: a perfectly regular past has the least deviation that is allowed
import { logNormalTail } from "distlab";
import type { SilenceDetector, SilenceOptions } from "distlab";

export function createDetector({ window, minStdDevMs }: SilenceOptions): SilenceDetector {
  let last: number | null = null;
  let intervals: number[] = [];
  return {
    heartbeat(nowMs) {
      if (last !== null) intervals = [...intervals, nowMs - last].slice(-window);
      last = nowMs;
    },
    phi(nowMs) {
      if (last === null || intervals.length === 0) return 0;
      const mean = intervals.reduce((sum, one) => sum + one, 0) / intervals.length;
      const variance = intervals.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (intervals.length - 1);
      const deviation = Math.max(minStdDevMs, Math.sqrt(variance));
      return -logNormalTail((nowMs - last - mean) / deviation) / Math.LN10;
    },
  };
}
