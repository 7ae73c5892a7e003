// Keeps sums instead of adding up each time, and divides by one less, as statisticians do.
import { logNormalTail } from "distlab";
import type { SilenceDetector, SilenceOptions } from "distlab";

export function createDetector({ window, minStdDevMs }: SilenceOptions): SilenceDetector {
  const kept: number[] = [];
  let [sum, squares, last] = [0, 0, NaN];
  const count = (interval: number, sign: 1 | -1): void => {
    sum += sign * interval;
    squares += sign * interval * interval;
  };
  return {
    heartbeat(nowMs) {
      if (!Number.isNaN(last)) {
        kept.push(nowMs - last);
        count(nowMs - last, 1);
        if (kept.length > window) count(kept.shift()!, -1);
      }
      last = nowMs;
    },
    phi(nowMs) {
      if (kept.length === 0) return 0;
      const mean = sum / kept.length;
      const variance = Math.max(0, squares - sum * mean) / Math.max(1, kept.length - 1);
      return -logNormalTail((nowMs - last - mean) / Math.max(minStdDevMs, Math.sqrt(variance))) / Math.log(10);
    },
  };
}
