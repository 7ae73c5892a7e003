/**
 * Waiting, in arithmetic: how long a request is in the system, how the slowest of many answers decides, and a model of
 * several servers behind a load balancer to try both on.
 *
 * Sources: Kleinrock, "Queueing systems", volume 1, 1975, section 3.2 (M/M/1); Dean and Barroso, "The tail at scale",
 * CACM 56(2), 2013; Mitzenmacher, "The power of two choices in randomized load balancing", IEEE TPDS 12(10), 2001.
 */
import type { LoadBalancer } from "./load-balancers";

/**
 * One server, random arrivals, random service (M/M/1): the mean time in the system, in service times: 1 / (1 − load).
 * There is no knee, only steepness. Throws a RangeError unless `load` is from 0 up to, not including, 1.
 * @param load arrivals a service time
 * @example
 * singleServerTime(0.5); // → 2
 * singleServerTime(0.75); // → 4
 */
export function singleServerTime(load: number): number {
  return 1 / (1 - requireLoad(load));
}

/**
 * The mean time in the system, in service times, with two random choices and very many servers: Σ λ^(2^i − 2). Throws
 * a RangeError unless `load` is from 0 up to, not including, 1.
 * @example
 * twoChoicesTime(0.9).toFixed(3); // → "2.614"
 */
export function twoChoicesTime(load: number): number {
  requireLoad(load);
  // λ^(2^i − 2) for i = 1, 2, 3, …: each exponent is twice the one before, plus 2.
  let term = 1;
  let sum = 0;
  while (term > 1e-17 * (sum + 1)) {
    sum += term;
    term = term * term * load * load;
  }
  return sum;
}

/**
 * The chance that at least one of `calls` independent calls is slow, if each is with this chance: a page that needs
 * 100 servers sees the worst hundredth of them in most of its calls.
 * @param chanceEach from 0 to 1
 * @param calls a whole number from 0
 * @example
 * chanceOfAny(0.01, 100).toFixed(2); // → "0.63"
 */
export function chanceOfAny(chanceEach: number, calls: number): number {
  if (!(chanceEach >= 0 && chanceEach <= 1))
    throw new RangeError(`chanceEach is ${chanceEach}; allowed is from 0 to 1`);
  if (!(Number.isInteger(calls) && calls >= 0))
    throw new RangeError(`calls is ${calls}; allowed is a whole number from 0`);
  // By logarithms: 1 − (1 − p)^n loses all its digits where p is small.
  return -Math.expm1(calls * Math.log1p(-chanceEach)) + 0;
}

/** The servers, their load and who spreads it. */
export interface BalancingOptions {
  /** How many servers, each with its own queue. */
  readonly servers: number;
  /** Arrivals for each server in a service time: from 0 up to, not including, 1. */
  readonly load: number;
  readonly balancer: LoadBalancer;
  /** Chance from 0 up to 1. */
  readonly random: () => number;
  /** How many requests are counted. */
  readonly requests: number;
  /** How many pass before counting begins: the queues start empty. Default: as many as are counted. */
  readonly warmUp?: number;
}

/**
 * The mean time in the system, in service times, of requests that a balancer spreads over servers. Arrivals and
 * service are random (exponential), queues first come, first served.
 *
 * Only the queues' lengths are followed: at every event a request comes, or some server, if it has any, finishes one.
 * By Little's law the mean time is the mean number in the system for each arrival in a service time.
 * @example
 * simulateBalancing({ servers: 1, load: 0, balancer: roundRobin(), random: () => 0.5, requests: 10 }); // → 1
 */
export function simulateBalancing(options: BalancingOptions): number {
  const { servers, load, balancer, random, requests, warmUp = requests } = options;
  requireLoad(load);
  for (const [name, value, least] of [
    ["servers", servers, 1],
    ["requests", requests, 1],
    ["warmUp", warmUp, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(`${name} is ${value}; allowed is a whole number from ${least}`);
  }
  if (load === 0) return 1;
  const queues = Array.from({ length: servers }, () => 0);
  const arrivalChance = load / (1 + load);
  let [inSystem, area, events] = [0, 0, 0];
  for (let arrived = 0; arrived < warmUp + requests;) {
    if (arrived >= warmUp) {
      area += inSystem;
      events += 1;
    }
    if (random() < arrivalChance) {
      queues[balancer.pick(queues)]! += 1;
      inSystem += 1;
      arrived += 1;
    } else {
      const server = Math.floor(random() * servers);
      if (queues[server] === 0) continue;
      queues[server]! -= 1;
      inSystem -= 1;
    }
  }
  return area / events / (servers * load);
}

function requireLoad(load: number): number {
  if (load >= 0 && load < 1) return load;
  throw new RangeError(`load is ${load}; allowed is 0 up to, not including, 1`);
}
