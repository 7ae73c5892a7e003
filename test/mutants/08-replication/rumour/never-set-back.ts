// Counts futile calls and never sets the counter back.
// caught by: a useful call sets the counter back
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
      if (futile < k) futile += knewAlready ? 1 : 0;
    },
  };
}
