/**
 * How surprising is this silence?
 *
 * Write the detector by phi. It is told when heartbeats come and remembers the last `window` *intervals* between them.
 * Asked for phi, it takes their mean and their standard deviation (the root of the mean squared distance from the mean,
 * but at least `minStdDevMs`), and says
 *
 *     phi = -log10(chance that a normal variable with that mean and deviation exceeds the present silence)
 *
 * As long as no interval is known, phi is 0. However long the silence is, phi is a finite number and goes on growing.
 * `logNormalTail(z)` from distlab is the *natural* logarithm of the chance that a standard normal variable exceeds z.
 *
 * Try it: `npx distlab check 06-failure-detection/phi-accrual`, or the button Check in the page.
 */
import type { SilenceDetector, SilenceOptions } from "distlab";

export function createDetector(options: SilenceOptions): SilenceDetector {
  void options;
  return {
    heartbeat: () => undefined,
    phi() {
      throw new Error("not written yet"); // Your answer goes here, instead of these lines.
    },
  };
}
