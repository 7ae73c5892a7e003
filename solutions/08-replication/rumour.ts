/** Two facts: whether it has heard, and how many futile calls there were since the last useful one. */
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
      if (futile < k) futile = knewAlready ? futile + 1 : 0;
    },
  };
}
