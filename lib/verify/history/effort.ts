/**
 * When a search gives up.
 *
 * Whether a history is right may take as long, on the clock, as whoever asks allows: where time runs out the answer is
 * "unknown". How small the wrong part of a wrong one becomes is another matter: it is counted in steps, so that a slow
 * machine, or a busy one, shows the same part as a fast one.
 */
export interface Effort {
  /** Nothing is left to be spent. */
  readonly isSpent: boolean;
  spend(steps: number): void;
}

/** @param deadlineMs on `performance.now()`'s clock */
export function untilTime(deadlineMs: number): Effort {
  return {
    get isSpent() {
      return performance.now() > deadlineMs;
    },
    spend: () => undefined,
  };
}

/** So many steps, wherever the search is run. */
export class Steps implements Effort {
  #left: number;
  readonly #whole: Effort | undefined;

  /** @param whole of which these steps are a part: they are spent there too, and end where it does */
  constructor(steps: number, whole?: Effort) {
    this.#left = steps;
    this.#whole = whole;
  }

  get isSpent(): boolean {
    return this.#left <= 0 || (this.#whole?.isSpent ?? false);
  }

  spend(steps: number): void {
    this.#left -= steps;
    this.#whole?.spend(steps);
  }
}
