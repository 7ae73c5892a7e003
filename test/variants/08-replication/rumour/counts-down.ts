// Counts down from k, and says what is left.
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  let patience = 0;
  let isOver = false;
  return {
    hears() {
      if (!isOver && patience === 0) patience = k;
    },
    isInterested: () => patience > 0,
    called(knewAlready) {
      if (isOver) return;
      patience = knewAlready ? patience - 1 : k;
      isOver = patience === 0;
    },
  };
}
