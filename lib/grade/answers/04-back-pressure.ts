/** What answers to the exercises of chapter 04 look like. */
import type { Data } from "../../data";
import type { Millis, NodeId, Out } from "../../protocol";
import type { Move } from "../../seeds";

/** All that is said between apps, the queue and the worker. A video's number is its own: no two apps use the same. */
export type QueueMessage =
  /** An app to the queue: here is a job. */
  | { kind: "upload"; video: number }
  /** The queue to the app: there is no room, nothing was kept. */
  | { kind: "full"; video: number }
  /** The queue to the worker: do this. */
  | { kind: "work"; video: number }
  /** The worker to the queue when it has done it, and the queue to the app that had sent it. */
  | { kind: "done"; video: number };
/** A job and the app that it came from. */
export type QueuedJob = { video: number; app: NodeId };
/** The queue's state. What it puts where is its own affair; at first there is nothing in it. */
export type QueueState = {
  /** The jobs that wait. */
  waiting: QueuedJob[];
  /** The job that the worker has. */
  atWork: QueuedJob | null;
  /** Whatever else it wants to remember. */
  memory: { [key: string]: Data };
};
/** How the queue is set up. */
export type QueueOptions = {
  /** How many jobs may wait, besides the one that the worker has. */
  places: number;
  worker: NodeId;
};

/** An answer to `04-back-pressure/bounded-queue`. */
export interface BoundedQueueAnswer {
  /** Runs when `message` arrives, from an app or from the worker. */
  receive(state: QueueState, message: QueueMessage, from: NodeId, options: QueueOptions, out: Out<QueueMessage>): void;
}

/** Whether there was a token; if there was none, after how long there will be. */
export type TokenVerdict = { taken: boolean; retryAfterMs: Millis };
/** A bucket of tokens. */
export interface Bucket {
  /** Asks for a token. Times never go back. */
  take(atMs: Millis): TokenVerdict;
}

/** An answer to `04-back-pressure/token-bucket`. */
export interface TokenBucketAnswer {
  /** A bucket that is full at time 0. */
  createBucket(options: { capacity: number; perSecond: number }): Bucket;
}

/** How to wait before trying again. */
export interface RetryOptions {
  /** The longest wait after the first failure. */
  readonly baseMs: Millis;
  /** No wait that is drawn is longer than this. */
  readonly capMs: Millis;
  /** After so many failures one gives up. */
  readonly attemptsMax: number;
}

/** An answer to `04-back-pressure/backoff-with-jitter`. */
export interface BackoffWithJitter {
  /**
   * How long to wait after this failure, or null to give up.
   * @param failures how many there were, this one included: from 1
   * @param retryAfterMs the server has said not to come before; 0 if it said nothing
   * @param random draws from 0 up to, but without, 1
   */
  nextWait(failures: number, options: RetryOptions, retryAfterMs: Millis, random: () => number): Millis | null;
}

/** Stands before a service and says whether it may be called. */
export interface Breaker {
  /** May the service be called? A ticket for the call, or null. Times never go back. */
  ask(atMs: Millis): number | null;
  /** How the call with this ticket has ended. Calls may end in another order than they began. */
  report(ticket: number, worked: boolean, atMs: Millis): void;
}

/** An answer to `04-back-pressure/circuit-breaker`. */
export interface CircuitBreakerAnswer {
  createBreaker(options: { failuresMax: number; restMs: Millis }): Breaker;
}

/** An answer to `04-back-pressure/retry-storm`. */
export interface RetryStorm {
  /** What happens, in order. */
  readonly schedule: readonly Move[];
}
