/**
 * The clock of a real node: monotonic, and the same for all processes of one machine, so that their traces share one
 * time line. The clock on the wall is never asked: it can be set, and jumps.
 */
import type { Millis } from "../protocol";

/** Tells the time in milliseconds since some moment that is the same for all processes of this machine. */
export type ClockSource = () => Millis;

/** The machine's monotonic clock. It begins when the machine was started. */
export const machineClock: ClockSource = () => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1_000_000;
};

/**
 * A clock that begins at `epochMs` of its source and never goes back, whatever the source does: where that jumps back,
 * the clock stands still until the source has caught up.
 */
export class Clock {
  private latestMs = -Infinity;

  constructor(
    private readonly epochMs: Millis = machineClock(),
    private readonly source: ClockSource = machineClock,
  ) {}

  /** Milliseconds since the epoch, to the microsecond. */
  nowMs(): Millis {
    const now = Math.round((this.source() - this.epochMs) * 1000) / 1000;
    if (now > this.latestMs) this.latestMs = now;
    return this.latestMs;
  }
}
