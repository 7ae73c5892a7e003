// Becomes interested again when it hears again.
// caught by: who has lost interest stays so
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  let hasHeard = false;
  let futile = 0;
  return {
    hears() {
      hasHeard = true;
      futile = 0;
    },
    isInterested: () => hasHeard && futile < k,
    called(knewAlready) {
      if (futile < k) futile = knewAlready ? futile + 1 : 0;
    },
  };
}
