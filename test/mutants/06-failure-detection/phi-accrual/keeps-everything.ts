// Never forgets an interval.
// caught by: only the last intervals count
import { logNormalTail } from "distlab";
import type { SilenceDetector, SilenceOptions } from "distlab";

export function createDetector({ minStdDevMs }: SilenceOptions): SilenceDetector {
  let last: number | null = null;
  let intervals: number[] = [];
  return {
    heartbeat(nowMs) {
      if (last !== null) intervals = [...intervals, nowMs - last];
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
