// Takes useful calls for futile ones.
// caught by: after k futile calls it stops
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  let hasHeard = false;
  let futile = 0;
  return {
    hears() {
      hasHeard = true;
    },
    isInterested: () => hasHeard && futile < k,
    called(knewAlready) {
      if (futile < k) futile = knewAlready ? 0 : futile + 1;
    },
  };
}
