// Stops one call too early.
// caught by: after k futile calls it stops
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  let hasHeard = false;
  let futile = 0;
  return {
    hears() {
      hasHeard = true;
    },
    isInterested: () => hasHeard && futile < Math.max(1, k - 1),
    called(knewAlready) {
      if (futile < k) futile = knewAlready ? futile + 1 : 0;
    },
  };
}
