/**
 * Estimating the offset of a clock from four timestamps, as NTP does.
 *
 * A client notes when it sends (t1) and when the answer arrives (t4) by its own clock; the server notes when the
 * request arrives (t2) and when it answers (t3) by its own. If both ways take equally long, the offset comes out
 * exactly. They need not: the estimate may be wrong by half of the round trip's delay, and no estimate can do better.
 *
 * Source: Mills et al., "Network Time Protocol version 4", RFC 5905, section 8 (on-wire protocol), section 10 (filter).
 */

/** One exchange. All in milliseconds; t1 and t4 by the client's clock, t2 and t3 by the server's. */
export type NtpSample = { readonly t1: number; readonly t2: number; readonly t3: number; readonly t4: number };

/** What one exchange says. */
export type NtpEstimate = {
  /** What to add to the client's clock to have the server's time. */
  readonly offsetMs: number;
  /** The round trip without the server's own time. */
  readonly delayMs: number;
};

/**
 * Offset and delay from one exchange. The offset is exact where both ways take equally long.
 * @example
 * estimateOffset({ t1: 0, t2: 110, t3: 115, t4: 25 }); // → { offsetMs: 100, delayMs: 20 }
 */
export function estimateOffset(sample: NtpSample): NtpEstimate {
  const { t1, t2, t3, t4 } = sample;
  return { offsetMs: (t2 - t1 + (t3 - t4)) / 2, delayMs: t4 - t1 - (t3 - t2) };
}

/**
 * The estimate of least delay: the exchange that waited least in queues was the least lopsided. Throws a RangeError
 * where there is no sample.
 */
export function bestEstimate(samples: readonly NtpSample[]): NtpEstimate {
  if (samples.length === 0) throw new RangeError("samples is empty; allowed is at least one exchange");
  return samples.map(estimateOffset).reduce((best, next) => (next.delayMs < best.delayMs ? next : best));
}

/**
 * The true offset is within the estimate ± this, in ms: one way may have taken all of the delay.
 * @example
 * offsetErrorBoundMs(estimateOffset({ t1: 0, t2: 110, t3: 115, t4: 25 })); // → 10
 */
export function offsetErrorBoundMs(estimate: NtpEstimate): number {
  return estimate.delayMs / 2;
}
