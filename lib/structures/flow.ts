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

/**
 * A full bucket. Throws a RangeError unless both numbers are above 0.
 * @param capacity the burst: how many tokens it holds
 * @param perSecond how many drip in; in any time of t seconds at most perSecond · t + capacity are taken
 * @param nowMs default 0
 * @example
 * const bucket = createTokenBucket(2, 10);
 * const first = takeTokens(bucket, 0, 2);
 * first.taken; // → true
 * takeTokens(first.bucket, 50).taken; // → false
 * takeTokens(first.bucket, 100).taken; // → true
 */
export function createTokenBucket(capacity: number, perSecond: number, nowMs = 0): TokenBucket {
  requirePositive("capacity", capacity);
  requirePositive("perSecond", perSecond);
  return { capacity, perSecond, tokens: capacity, atMs: nowMs };
}

/**
 * Takes `cost` tokens if they are there, all or none. A clock that goes back drips nothing, and takes nothing away.
 * Throws a RangeError unless `cost` is from 0 to the bucket's capacity: more could never be had.
 * @param cost default 1
 */
export function takeTokens(
  bucket: TokenBucket,
  nowMs: number,
  cost = 1,
): { readonly bucket: TokenBucket; readonly taken: boolean } {
  if (!(cost >= 0 && cost <= bucket.capacity)) {
    throw new RangeError(`cost is ${cost}; allowed is from 0 to the capacity, ${bucket.capacity}`);
  }
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
  /** How many have been turned away so far. */
  readonly refused: number;
};

/**
 * An empty queue. Throws a RangeError unless `capacity` is a whole number from 1.
 * @example
 * const queue = offerToQueue(createBoundedQueue<string>(1), "first").queue;
 * offerToQueue(queue, "second").accepted; // → false
 * takeFromQueue(queue).item; // → "first"
 */
export function createBoundedQueue<Item>(capacity: number): BoundedQueue<Item> {
  requireWhole("capacity", capacity);
  return { capacity, items: [], refused: 0 };
}

/** Puts `item` at the end, or counts it as refused where the queue is full: the sender should be told. */
export function offerToQueue<Item>(
  queue: BoundedQueue<Item>,
  item: Item,
): { readonly queue: BoundedQueue<Item>; readonly accepted: boolean } {
  if (queue.items.length >= queue.capacity) return { queue: { ...queue, refused: queue.refused + 1 }, accepted: false };
  return { queue: { ...queue, items: [...queue.items, item] }, accepted: true };
}

/** Takes the first item; there is no `item` in the answer where the queue is empty. */
export function takeFromQueue<Item>(queue: BoundedQueue<Item>): {
  readonly queue: BoundedQueue<Item>;
  readonly item?: Item;
} {
  const [item, ...items] = queue.items;
  return queue.items.length === 0 ? { queue } : { queue: { ...queue, items }, item: item as Item };
}

/**
 * How long to wait after the n-th failure, before the cap: "none" not at all; "exponential" base · 2^n; "full jitter"
 * anything from 0 to that; "equal jitter" half of it and anything up to the other half; "decorrelated" anything from
 * base to three times the wait before.
 */
export type Backoff = "none" | "exponential" | "full jitter" | "equal jitter" | "decorrelated";

/** What every backoff is measured in. */
export interface BackoffOptions {
  /** The first wait is about this, in ms: above 0. */
  readonly baseMs: number;
  /** No wait is longer, in ms: from baseMs. */
  readonly capMs: number;
  /** Chance from 0 up to 1. */
  readonly random: () => number;
}

/**
 * How long to wait before the next try, in ms. Throws a RangeError for an attempt that is no whole number from 1, a
 * base that is not above 0, or a cap below the base.
 * @param attempt how many tries have failed: 1 or more
 * @param previousMs the wait before; only "decorrelated" looks at it (baseMs before the first)
 * @example
 * const options = { baseMs: 5, capMs: 2000, random: () => 0.5 };
 * [1, 2, 3].map((attempt) => backoffMs("exponential", attempt, 0, options)); // → [10, 20, 40]
 * [1, 2, 3].map((attempt) => backoffMs("full jitter", attempt, 0, options)); // → [5, 10, 20]
 */
export function backoffMs(kind: Backoff, attempt: number, previousMs: number, options: BackoffOptions): number {
  const { baseMs, capMs, random } = options;
  requireWhole("attempt", attempt);
  requirePositive("baseMs", baseMs);
  if (!(capMs >= baseMs)) throw new RangeError(`capMs is ${capMs}; allowed is a time from baseMs, ${baseMs}`);
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

/**
 * A closed breaker. Throws a RangeError unless the threshold is a whole number from 1 and the cool-down above 0.
 * @param threshold failures in a row that open it
 * @param cooldownMs how long it stays open before one call may try
 * @example
 * const open = recordCall(createCircuitBreaker(1, 1000), false, 0);
 * mayCall(open, 999).allowed; // → false
 * const trial = mayCall(open, 1000);
 * trial.allowed; // → true
 * mayCall(trial.breaker, 1001).allowed; // → false
 * recordCall(trial.breaker, true, 1010).state; // → "closed"
 */
export function createCircuitBreaker(threshold: number, cooldownMs: number): CircuitBreaker {
  requireWhole("threshold", threshold);
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

/**
 * The breaker after a call has succeeded or failed. While it is open only the trial counts: an answer to a call from
 * before it opened says nothing new.
 */
export function recordCall(breaker: CircuitBreaker, succeeded: boolean, nowMs: number): CircuitBreaker {
  if (breaker.state === "open") return breaker;
  if (succeeded) return { ...breaker, state: "closed", failures: 0 };
  const failures = breaker.failures + 1;
  const opens = breaker.state === "half-open" || failures >= breaker.threshold;
  return opens ? { ...breaker, state: "open", failures, openedAtMs: nowMs } : { ...breaker, failures };
}

function requirePositive(option: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`${option} is ${value}; allowed is a number above 0`);
}

function requireWhole(option: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 1)) {
    throw new RangeError(`${option} is ${value}; allowed is a whole number from 1`);
  }
}
