/**
 * What keeps an overloaded system upright: a queue that can say "full", a bucket that meters a rate, pauses between
 * retries, and a breaker that stops asking a service that does not answer.
 *
 * Sources: Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015 (the four backoffs); Nygard,
 * "Release it!", 2007, chapter 5 (circuit breaker); Turner, "New directions in communications", IEEE
 * Communications 24(10), 1986 (leaky and token buckets).
 */

/** Tokens drip in at a rate, up to a limit; a request takes some or is refused. */
export type TokenBucket = {
  readonly capacity: number;
  readonly perSecond: number;
  readonly tokens: number;
  /** When `tokens` was true. */
  readonly atMs: number;
};

/** A full bucket. Throws a RangeError unless both numbers are above 0. */
export function createTokenBucket(capacity: number, perSecond: number, nowMs = 0): TokenBucket {
  requirePositive("capacity", capacity);
  requirePositive("perSecond", perSecond);
  return { capacity, perSecond, tokens: capacity, atMs: nowMs };
}

/** Takes `cost` tokens if they are there. A clock that goes back drips nothing, and takes nothing away. */
export function takeTokens(
  bucket: TokenBucket,
  nowMs: number,
  cost = 1,
): { readonly bucket: TokenBucket; readonly taken: boolean } {
  const elapsedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(bucket.capacity, bucket.tokens + (elapsedMs * bucket.perSecond) / 1000);
  const filled = { ...bucket, tokens, atMs: Math.max(nowMs, bucket.atMs) };
  return tokens >= cost
    ? { bucket: { ...filled, tokens: tokens - cost }, taken: true }
    : { bucket: filled, taken: false };
}

/** First in, first out, and never more than `capacity`: beyond that it says so, instead of dying later. */
export type BoundedQueue<Item> = {
  readonly capacity: number;
  readonly items: readonly Item[];
  readonly refused: number;
};

export function createBoundedQueue<Item>(capacity: number): BoundedQueue<Item> {
  requirePositive("capacity", capacity);
  return { capacity, items: [], refused: 0 };
}

export function offer<Item>(
  queue: BoundedQueue<Item>,
  item: Item,
): { readonly queue: BoundedQueue<Item>; readonly accepted: boolean } {
  if (queue.items.length >= queue.capacity) return { queue: { ...queue, refused: queue.refused + 1 }, accepted: false };
  return { queue: { ...queue, items: [...queue.items, item] }, accepted: true };
}

export function poll<Item>(queue: BoundedQueue<Item>): { readonly queue: BoundedQueue<Item>; readonly item?: Item } {
  const [item, ...items] = queue.items;
  return queue.items.length === 0 ? { queue } : { queue: { ...queue, items }, item: item as Item };
}

export type Backoff = "none" | "exponential" | "full jitter" | "equal jitter" | "decorrelated";

export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  /** Chance from 0 up to 1. */
  readonly random: () => number;
}

/**
 * How long to wait before the next try.
 * @param attempt how many tries have failed: 1 or more
 * @param previousMs the wait before; only "decorrelated" looks at it (baseMs before the first)
 */
export function backoffMs(kind: Backoff, attempt: number, previousMs: number, options: BackoffOptions): number {
  const { baseMs, capMs, random } = options;
  const exponential = Math.min(capMs, baseMs * powerOfTwo(attempt));
  switch (kind) {
    case "none":
      return 0;
    case "exponential":
      return exponential;
    case "full jitter":
      return random() * exponential;
    case "equal jitter":
      return exponential / 2 + (random() * exponential) / 2;
    case "decorrelated":
      return Math.min(capMs, baseMs + random() * (previousMs * 3 - baseMs));
  }
}

/** Doubling reaches every cap long before a number of this size. */
function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let step = 0; step < Math.min(exponent, 60); step++) power *= 2;
  return power;
}

/** Closed: calls pass. Open: they fail at once. Half-open: one call may try. */
export type CircuitBreaker = {
  readonly state: "closed" | "open" | "half-open";
  /** Failures in a row. */
  readonly failures: number;
  readonly openedAtMs: number;
  readonly threshold: number;
  readonly cooldownMs: number;
};

/** @param threshold failures in a row that open it; @param cooldownMs how long it stays open */
export function createCircuitBreaker(threshold: number, cooldownMs: number): CircuitBreaker {
  requirePositive("threshold", threshold);
  requirePositive("cooldownMs", cooldownMs);
  return { state: "closed", failures: 0, openedAtMs: 0, threshold, cooldownMs };
}

/** Whether a call may be made now. After the cool-down the first to ask becomes the trial; the others still wait. */
export function mayCall(
  breaker: CircuitBreaker,
  nowMs: number,
): { readonly breaker: CircuitBreaker; readonly allowed: boolean } {
  if (breaker.state === "closed") return { breaker, allowed: true };
  if (breaker.state === "open" && nowMs - breaker.openedAtMs >= breaker.cooldownMs) {
    return { breaker: { ...breaker, state: "half-open" }, allowed: true };
  }
  return { breaker, allowed: false };
}

/** The breaker after a call has succeeded or failed. */
export function recordCall(breaker: CircuitBreaker, succeeded: boolean, nowMs: number): CircuitBreaker {
  if (succeeded) return { ...breaker, state: "closed", failures: 0 };
  const failures = breaker.failures + 1;
  const opens = breaker.state === "half-open" || failures >= breaker.threshold;
  return opens ? { ...breaker, state: "open", failures, openedAtMs: nowMs } : { ...breaker, failures };
}

function requirePositive(option: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${option} is ${value}; allowed is a number above 0`);
}
