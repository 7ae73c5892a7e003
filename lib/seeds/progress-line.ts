/** A line on the terminal that says how far a long check is. */
import type { SeedsProgress } from "./options";

/** So many simulated events take about a second: before, nothing is said; and then every so often. */
const quietEvents = 500_000;
const eventsBetween = 100_000;

export class ProgressLine {
  private nextAt = quietEvents;
  private printed = false;

  constructor(private readonly onProgress: ((progress: SeedsProgress) => void) | undefined) {}

  /** @param events how many have been simulated so far */
  show(progress: SeedsProgress, events: number): void {
    if (this.onProgress) return this.onProgress(progress);
    if (events < this.nextAt || !process.stderr.isTTY) return;
    this.nextAt = events + eventsBetween;
    const { done, total, failed } = progress;
    process.stderr.write(`\r\u001b[Kseeds: ${done} of ${total}, ${failed} failed`);
    this.printed = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.printed) process.stderr.write("\r\u001b[K");
  }
}
