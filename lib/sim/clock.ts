/** A node's own clock: at first it shows the true time; faults set it, and make it run fast or slow. */
import type { Millis } from "../protocol";

export class Clock {
  private atMs: Millis = 0;
  private showedMs: Millis = 0;
  private rate = 1;

  /** What it shows when the true time is `nowMs`. */
  shows(nowMs: Millis): Millis {
    return this.showedMs + (nowMs - this.atMs) * this.rate;
  }

  /** `skewMs`: how far ahead it is from now on; `jumpMs`: how far it jumps; `driftPpm`: how much too fast it runs. */
  change(nowMs: Millis, change: { skewMs?: Millis; jumpMs?: Millis; driftPpm?: number }): void {
    const shows = this.shows(nowMs);
    this.showedMs = (change.skewMs === undefined ? shows : nowMs + change.skewMs) + (change.jumpMs ?? 0);
    this.atMs = nowMs;
    if (change.driftPpm !== undefined) this.rate = 1 + change.driftPpm / 1_000_000;
  }

  /** How long it truly takes until this clock has gone on by `localMs`. */
  trueDuration(localMs: Millis): Millis {
    return localMs / this.rate;
  }
}
