// Counts every call, useful or not.
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
      futile += knewAlready || futile < k ? 1 : 0;
    },
  };
}
