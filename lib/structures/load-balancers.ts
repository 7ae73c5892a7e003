/**
 * Who gets the next request? Round robin takes turns, random does not care, least loaded asks everybody, and two
 * choices asks two at random and takes the shorter queue: almost as good as asking all, for the price of two.
 *
 * Source: Mitzenmacher, "The power of two choices in randomized load balancing", IEEE TPDS 12(10), 2001. What it gains
 * is `twoChoicesTime`, in queueing.ts. A balancer may remember (round robin does): make a new one for each run.
 */

/** A rule for spreading requests. */
export interface LoadBalancer {
  readonly name: string;
  /**
   * The index of the server that gets the next request, given each server's number of requests, in order. Throws a
   * RangeError where there is no server.
   */
  pick(loads: readonly number[]): number;
}

/**
 * Each in turn, from the first, whatever the loads.
 * @example
 * const balancer = roundRobin();
 * [1, 2, 3, 4].map(() => balancer.pick([0, 0, 0])); // → [0, 1, 2, 0]
 */
export function roundRobin(): LoadBalancer {
  let next = 0;
  return {
    name: "round robin",
    pick(loads) {
      const server = next % requireServers(loads);
      next = server + 1;
      return server;
    },
  };
}

/**
 * Any, with the same chance.
 * @param random chance from 0 up to 1
 */
export function randomServer(random: () => number): LoadBalancer {
  return { name: "random", pick: (loads) => Math.floor(random() * requireServers(loads)) };
}

/**
 * The first of the least loaded, or a random one of them if `random` is given.
 * @example
 * leastLoaded().pick([3, 1, 2, 1]); // → 1
 */
export function leastLoaded(random?: () => number): LoadBalancer {
  return {
    name: "least loaded",
    pick(loads) {
      requireServers(loads);
      let [best, equals] = [0, 1];
      for (let server = 1; server < loads.length; server++) {
        if (loads[server]! < loads[best]!) [best, equals] = [server, 1];
        else if (loads[server] === loads[best]) equals += 1;
      }
      if (!random) return best;
      let skipped = Math.floor(random() * equals);
      let server = best;
      while (skipped > 0) {
        server += 1;
        if (loads[server] === loads[best]) skipped -= 1;
      }
      return server;
    },
  };
}

/**
 * The least loaded of `choices` servers drawn at random, with replacement; the first drawn among equals. Throws a
 * RangeError unless `choices` is a whole number from 1.
 * @param random chance from 0 up to 1
 * @param choices default 2
 */
export function randomChoices(random: () => number, choices = 2): LoadBalancer {
  if (!(Number.isInteger(choices) && choices >= 1)) {
    throw new RangeError(`choices is ${choices}; allowed is a whole number from 1`);
  }
  return {
    name: `${choices} random choices`,
    pick(loads) {
      let best = Math.floor(random() * requireServers(loads));
      for (let draw = 1; draw < choices; draw++) {
        const other = Math.floor(random() * loads.length);
        if (loads[other]! < loads[best]!) best = other;
      }
      return best;
    },
  };
}

function requireServers(loads: readonly number[]): number {
  if (loads.length === 0) throw new RangeError("loads is empty; a request needs at least one server");
  return loads.length;
}
