// Is interested before it has heard.
// caught by: it calls once it has heard, and not before
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  let hasHeard = true;
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
