/** What answers to the exercises of chapter 01 look like. */

/** An answer to `01-why-distribute/availability`. Availabilities are from 0 to 1, and machines fail independently. */
export interface AvailabilityAnswer {
  /** All must work. */
  series(parts: readonly number[]): number;
  /** One that works is enough. */
  parallel(parts: readonly number[]): number;
  /** At least `needed` of them must work. */
  kOfN(needed: number, parts: readonly number[]): number;
}

/** An answer to `01-why-distribute/scalability-knee`: what the shop's measured throughput says. */
export interface ScalabilityKnee {
  /** The share of the work that queues for something shared: the law's first parameter. */
  readonly contention: number;
  /** The share that each pair of machines spends keeping in step: its second. */
  readonly coherence: number;
  /** With how many machines the shop serves the most. */
  readonly peak: number;
  /** The last machine that still brings at least half of what the first one did. */
  readonly knee: number;
}
