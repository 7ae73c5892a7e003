/**
 * Who gets the next request? Round robin takes turns, random does not care, least loaded asks everybody, and two
 * choices asks two at random and takes the shorter queue: almost as good as asking all, for the price of two.
 *
 * Source: Mitzenmacher, "The power of two choices in randomized load balancing", IEEE TPDS 12(10), 2001. In the limit
 * of many servers the mean time in the system at load λ is Σ λ^(2^i − 2), against 1 / (1 − λ) for one choice.
 */

export interface LoadBalancer {
  readonly name: string;
  /** The index of the server that gets the next request, given each server's number of requests. */
  pick(loads: readonly number[]): number;
}

export function roundRobin(): LoadBalancer {
  let next = 0;
  return {
    name: "round robin",
    pick(loads) {
      const server = next % loads.length;
      next = server + 1;
      return server;
    },
  };
}

/** @param random chance from 0 up to 1 */
export function randomServer(random: () => number): LoadBalancer {
  return { name: "random", pick: (loads) => Math.floor(random() * loads.length) };
}

/** The first of the least loaded, or a random one of them if `random` is given. */
export function leastLoaded(random?: () => number): LoadBalancer {
  return {
    name: "least loaded",
    pick(loads) {
      const least = Math.min(...loads);
      const candidates = loads.flatMap((load, server) => (load === least ? [server] : []));
      return candidates[random ? Math.floor(random() * candidates.length) : 0]!;
    },
  };
}

/** The less loaded of `choices` servers drawn at random, with replacement. Default 2. */
export function randomChoices(random: () => number, choices = 2): LoadBalancer {
  if (!(Number.isInteger(choices) && choices >= 1)) {
    throw new RangeError(`choices is ${choices}; allowed is a whole number from 1`);
  }
  return {
    name: `${choices} random choices`,
    pick(loads) {
      let best = Math.floor(random() * loads.length);
      for (let draw = 1; draw < choices; draw++) {
        const other = Math.floor(random() * loads.length);
        if (loads[other]! < loads[best]!) best = other;
      }
      return best;
    },
  };
}

/** The mean time in the system, in service times, with two choices and very many servers, at load λ from 0 to 1. */
export function twoChoicesLimit(load: number): number {
  if (!(load >= 0 && load < 1)) throw new RangeError(`load is ${load}; allowed is 0 up to, not including, 1`);
  // λ^(2^i − 2) for i = 1, 2, 3, …: each exponent is twice the one before, plus 2.
  let term = 1;
  let sum = 0;
  while (term > 1e-17 * (sum + 1)) {
    sum += term;
    term = term * term * load * load;
  }
  return sum;
}
