// Takes the natural logarithm for the one to base 10.
// caught by: phi 1, 2 and 3 are reached where one silence in 10, 100 and 1,000 is as long
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
      const variance = intervals.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / intervals.length;
      const deviation = Math.max(Math.sqrt(variance), minStdDevMs);
      return -logNormalTail((nowMs - last - mean) / deviation);
    },
  };
}
