/**
 * Clients that contend for one row, to compare backoffs: every client reads the row's version and then writes if the
 * version has not changed; whoever loses waits and begins again, until all have written once.
 *
 * The server answers any number of calls at once. So the client that never waits is the quickest, and only its calls
 * are wasteful; a server with a limit, `serverMs` above 0, takes that quickness away.
 *
 * Source: Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015, and the simulator published with it:
 * base 5 ms, cap 2000 ms, each way over the network |N(10, 2)| ms, the first retry counted as attempt 1.
 */
import { backoffMs } from "./flow";
import type { Backoff } from "./flow";

/** Who contends, and how patiently. */
export interface ContentionOptions {
  /** How many clients begin at time 0. */
  readonly clients: number;
  readonly backoff: Backoff;
  /** Chance from 0 up to 1. */
  readonly random: () => number;
  /** Default 5. */
  readonly baseMs?: number;
  /** Default 2000. */
  readonly capMs?: number;
  /** Mean and standard deviation of one way over the network, in ms. Default [10, 2]. */
  readonly networkMs?: readonly [mean: number, standardDeviation: number];
  /** How long the server is busy with one call, one after the other. Default 0: no limit. */
  readonly serverMs?: number;
}

/** What the contention cost. */
export type ContentionResult = {
  /** Writes that were tried, in vain or not: the server's wasted work. */
  readonly writeAttempts: number;
  /** When the last client knew that it had written, in ms. */
  readonly completedMs: number;
};

type Call = {
  readonly atMs: number;
  readonly client: number;
  readonly kind: "read" | "write";
  readonly version: number;
};

/**
 * Runs the contention once, to its end. Throws a RangeError unless `clients` is a whole number from 1.
 * @example
 * simulateContention({ clients: 1, backoff: "none", random: () => 0.5 }).writeAttempts; // → 1
 */
export function simulateContention(options: ContentionOptions): ContentionResult {
  const { clients, backoff, random, baseMs = 5, capMs = 2000, networkMs = [10, 2], serverMs = 0 } = options;
  if (!(Number.isInteger(clients) && clients >= 1)) {
    throw new RangeError(`clients is ${clients}; allowed is a whole number from 1`);
  }
  const wayMs = (): number => Math.abs(networkMs[0] + networkMs[1] * drawNormal(random));
  const waits = Array.from({ length: clients }, () => ({ attempt: 0, previousMs: baseMs }));
  const calls = createCalls();
  for (let client = 0; client < clients; client++) calls.push({ atMs: wayMs(), client, kind: "read", version: 0 });
  let [version, writeAttempts, completedMs, freeAtMs] = [0, 0, 0, 0];
  for (let call = calls.pop(); call !== undefined; call = calls.pop()) {
    freeAtMs = Math.max(freeAtMs, call.atMs) + serverMs;
    const answeredMs = freeAtMs + wayMs();
    if (serverMs === 0) freeAtMs = 0;
    if (call.kind === "read") {
      calls.push({ ...call, kind: "write", atMs: answeredMs + wayMs(), version });
      continue;
    }
    writeAttempts += 1;
    if (call.version === version) {
      version += 1;
      completedMs = Math.max(completedMs, answeredMs);
      continue;
    }
    const wait = waits[call.client]!;
    wait.attempt += 1;
    wait.previousMs = backoffMs(backoff, wait.attempt, wait.previousMs, { baseMs, capMs, random });
    calls.push({ ...call, kind: "read", atMs: answeredMs + wait.previousMs + wayMs() });
  }
  return { writeAttempts, completedMs };
}

/** Calls in the order in which they reach the server: a binary heap by time, then by who was there first. */
function createCalls(): { push(call: Call): void; pop(): Call | undefined } {
  const heap: { readonly call: Call; readonly order: number }[] = [];
  let order = 0;
  const isBefore = (left: number, right: number): boolean => {
    const [a, b] = [heap[left]!, heap[right]!];
    return a.call.atMs < b.call.atMs || (a.call.atMs === b.call.atMs && a.order < b.order);
  };
  const swap = (left: number, right: number): void => {
    [heap[left], heap[right]] = [heap[right]!, heap[left]!];
  };
  return {
    push(call) {
      heap.push({ call, order: order++ });
      for (let at = heap.length - 1; at > 0 && isBefore(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
    },
    pop() {
      if (heap.length === 0) return undefined;
      swap(0, heap.length - 1);
      const { call } = heap.pop()!;
      for (let at = 0; ;) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(child, least)) least = child;
        if (least === at) return call;
        swap(at, least);
        at = least;
      }
    },
  };
}

/** A standard normal variable, by Box and Muller. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
