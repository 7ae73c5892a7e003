/** A line that says how far something long has come: on a terminal, on standard error, after two seconds. */

const quietAtFirstMs = 2000;
const betweenMs = 100;

export class Progress {
  private readonly startedMs = performance.now();
  private nextMs = this.startedMs + quietAtFirstMs;
  private printed = false;

  constructor(
    /** What it is, for example `sweep`. */
    private readonly what: string,
    private readonly total: number,
  ) {}

  /** Call it after every piece of work: it looks at the clock, and seldom prints. */
  tell(done: number): void {
    const nowMs = performance.now();
    if (nowMs < this.nextMs || !process.stderr.isTTY) return;
    this.nextMs = nowMs + betweenMs;
    this.printed = true;
    const leftSeconds = ((nowMs - this.startedMs) / done) * (this.total - done) * 0.001;
    const percent = Math.floor((100 * done) / this.total);
    process.stderr.write(
      `\r\u001b[K${this.what}: ${percent} % (${done} of ${this.total}), ${leftText(leftSeconds)} left`,
    );
  }

  /** Takes the line away again. */
  end(): void {
    if (this.printed) process.stderr.write("\r\u001b[K");
  }
}

function leftText(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
