// Uses the logistic approximation of the tail, as Akka does, in the form that does not overflow.
import type { SilenceDetector, SilenceOptions } from "distlab";

function log10OfTail(y: number): number {
  const exponent = y * (1.5976 + 0.070566 * y * y);
  const natural = exponent > 0 ? -exponent - Math.log1p(Math.exp(-exponent)) : -Math.log1p(Math.exp(exponent));
  return natural / Math.LN10;
}

export function createDetector({ window, minStdDevMs }: SilenceOptions): SilenceDetector {
  const times: number[] = [];
  return {
    heartbeat(nowMs) {
      times.push(nowMs);
      if (times.length > window + 1) times.shift();
    },
    phi(nowMs) {
      if (times.length < 2) return 0;
      const intervals = times.slice(1).map((time, index) => time - times[index]!);
      const mean = (times.at(-1)! - times[0]!) / intervals.length;
      const squares = intervals.map((one) => (one - mean) ** 2);
      const deviation = Math.sqrt(squares.reduce((sum, one) => sum + one) / squares.length);
      return -log10OfTail((nowMs - times.at(-1)! - mean) / Math.max(deviation, minStdDevMs));
    },
  };
}
