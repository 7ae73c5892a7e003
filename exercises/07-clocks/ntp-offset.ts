/**
 * How far is my clock off?
 *
 * An exchange with a server gives four times, in milliseconds: the question leaves at `t1` and its answer is here at `t4`,
 * both by my clock; it arrived at `t2` and was answered at `t3`, both by the server's clock.
 *
 * - `estimate`: `offsetMs`, what has to be added to my clock to have the server's time, if both ways took equally long;
 *   and `delayMs`, how long the two ways took together, without the server's own time.
 * - `possible`: given several exchanges with the same server, *all* offsets that fit them: from `leastMs` to `mostMs`, both
 *   included. All that is certain is that no message arrives before it was sent. Meanwhile neither clock drifts. Without
 *   any offset that fits all of them a clock must have been changed in between: `null`.
 *
 * Try it: `npx distlab check 07-clocks/ntp-offset`, or the button Check in the page.
 */
import type { NtpEstimate, NtpSample, OffsetRange } from "distlab";

export function estimate(sample: NtpSample): NtpEstimate {
  void sample;
  throw new Error("not written yet"); // Your answer goes here, instead of these lines.
}

export function possible(samples: NtpSample[]): OffsetRange | null {
  void samples;
  throw new Error("not written yet"); // And here.
}
