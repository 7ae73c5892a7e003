// A class that counts parts of a token in thousandths.
import type { Bucket } from "distlab";

class Tokens implements Bucket {
  #thousandths: number;
  #lastMs = 0;

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
  ) {
    this.#thousandths = capacity * 1000;
  }

  take(atMs: number) {
    const dripped = (atMs - this.#lastMs) * this.perSecond;
    this.#thousandths = Math.min(this.capacity * 1000, this.#thousandths + dripped);
    this.#lastMs = atMs;
    const missing = Math.max(0, 1000 - this.#thousandths);
    if (missing === 0) this.#thousandths -= 1000;
    return { taken: missing === 0, retryAfterMs: missing / this.perSecond };
  }
}

export function createBucket(options: { capacity: number; perSecond: number }): Bucket {
  return new Tokens(options.capacity, options.perSecond);
}
