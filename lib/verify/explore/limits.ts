/**
 * Time and memory while an exploration runs: the one place of the checker that looks at the machine. What a verdict
 * says never depends on it, but for where an exploration stops.
 */
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { Limits, Progress } from "./options";

/** Why an exploration ended before everything was explored. */
export type Stop = "violation" | "states" | "depth" | "time" | "memory" | "interrupt";

/** Beyond this share of V8's heap, its collector only works for itself, and then the process dies. */
const heapShare = 0.75;
/** The part of the limit that V8 keeps for young objects: what stays cannot fill it. It grew with V8 13 (Node 24). */
const nurseryBytes = (Number.parseInt(process.versions.v8, 10) < 13 ? 48 : 192) * 2 ** 20;
/** Asking how much memory is used takes some twenty microseconds. */
const memoryEveryMs = 20;
const progressEveryMs = 250;
const quietAtFirstMs = 2000;

export class Gauge {
  private startedMs = performance.now();
  private spentMs = 0;
  private nextProgressMs = 0;
  private nextMemoryMs = 0;
  private readonly heapBytesMax: number;
  private readonly bytesMax: number;
  private printed = false;

  constructor(
    private readonly limits: Limits,
    private readonly onProgress: ((progress: Progress) => void) | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {
    const machineBytes = 0.8 * totalmem();
    this.bytesMax = limits.megabytes === undefined ? Math.min(3e9, machineBytes) : limits.megabytes * 1e6;
    const heapBytes = getHeapStatistics().heap_size_limit;
    this.heapBytesMax = heapShare * Math.max(heapBytes - nurseryBytes, heapBytes / 8);
  }

  /** The clock goes on, after a pause between two slices. */
  resume(): void {
    this.startedMs = performance.now();
  }

  pause(): void {
    this.spentMs = this.milliseconds;
    this.startedMs = performance.now();
  }

  /** How long the exploration has run, without its pauses. */
  get milliseconds(): number {
    return this.spentMs + performance.now() - this.startedMs;
  }

  /** Whether somebody has asked to stop, or time is up, or memory is running out. Mostly no more than a look at a clock. */
  stopsNow(): Stop | undefined {
    if (this.signal?.aborted === true) return "interrupt";
    const milliseconds = this.milliseconds;
    if (milliseconds >= (this.limits.milliseconds ?? Infinity)) return "time";
    if (milliseconds < this.nextMemoryMs) return undefined;
    this.nextMemoryMs = milliseconds + memoryEveryMs;
    return this.isFull() ? "memory" : undefined;
  }

  private isFull(): boolean {
    const { rss, heapUsed } = process.memoryUsage();
    return rss > this.bytesMax || heapUsed > this.heapBytesMax;
  }

  /** Reports progress where it is time to. */
  report(progress: () => Omit<Progress, "milliseconds">): void {
    const milliseconds = this.milliseconds;
    if (milliseconds < this.nextProgressMs) return;
    this.nextProgressMs = milliseconds + progressEveryMs;
    if (this.onProgress) this.onProgress({ ...progress(), milliseconds });
    else if (milliseconds > quietAtFirstMs && process.stderr.isTTY) this.print(progress());
  }

  private print({ distinct, waiting, depth }: Omit<Progress, "milliseconds">): void {
    const rate = Math.round((distinct / this.milliseconds) * 1000);
    const line = `exploring: ${grouped(distinct)} states, ${grouped(waiting)} waiting, depth ${depth}, ${grouped(rate)} a second`;
    process.stderr.write(`\r\u001b[K${line}`);
    this.printed = true;
  }

  /** Takes the line of progress away. */
  clear(): void {
    if (this.printed) process.stderr.write("\r\u001b[K");
    this.printed = false;
  }
}

/** `1 state`, `412,331 states`. */
export function counted(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** A whole number with a comma between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
