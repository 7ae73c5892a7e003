/** Load balancers, availability and scaling: rules, arithmetic and errors. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amdahlSpeedup,
  availabilityOf,
  chanceOfAny,
  createRandom,
  inParallel,
  inSeries,
  kOutOfN,
  leastLoaded,
  randomChoices,
  randomServer,
  roundRobin,
  scalability,
  scalabilityPeak,
  simulateBalancing,
  wholeHoursAYear,
} from "distlab";
import type { LoadBalancer } from "distlab";

describe("load balancers", () => {
  const random = createRandom(5).next;
  const all: readonly LoadBalancer[] = [roundRobin(), randomServer(random), leastLoaded(random), randomChoices(random)];

  test.each(all)("$name picks only servers that are there, in time each of them, and refuses none", (balancer) => {
    const picked = new Set(Array.from({ length: 300 }, () => balancer.pick([0, 0, 0, 0])));
    expect([...picked].toSorted()).toEqual([0, 1, 2, 3]);
    expect(() => balancer.pick([])).toThrow("loads is empty");
  });

  test("round robin gives each of n servers every n-th request", () => {
    const balancer = roundRobin();
    const counts = [0, 0, 0];
    for (let request = 0; request < 300; request++) counts[balancer.pick(counts)]! += 1;
    expect(counts).toEqual([100, 100, 100]);
  });

  test("least loaded picks one of the least, two choices never the single most loaded unless it is drawn twice", () => {
    const loads = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(loads, (queue) => {
        expect(queue[leastLoaded(random).pick(queue)]).toBe(Math.min(...queue));
        expect(leastLoaded().pick(queue)).toBe(queue.indexOf(Math.min(...queue)));
      }),
      { seed: 6 },
    );
    const balancer = randomChoices(random);
    const worst = Array.from({ length: 20_000 }, () => balancer.pick([9, 1, 1, 1])).filter((server) => server === 0);
    expect(Math.abs(worst.length / 20_000 - 1 / 16)).toBeLessThan(0.01);
  });

  test("thrown balls: with 10,000 each into 10,000 boxes, two choices leave the fullest with at most half as many", () => {
    const fullest = (balancer: LoadBalancer) => {
      const boxes = Array.from({ length: 10_000 }, () => 0);
      for (let ball = 0; ball < 10_000; ball++) boxes[balancer.pick(boxes)]! += 1;
      return Math.max(...boxes);
    };
    expect(2 * fullest(randomChoices(random))).toBeLessThanOrEqual(fullest(randomServer(random)));
  });

  test("what is out of range is refused", () => {
    expect(() => randomChoices(random, 0)).toThrow("choices is 0; allowed is a whole number from 1");
    const options = { servers: 1, load: 1, balancer: roundRobin(), random, requests: 1 };
    expect(() => simulateBalancing(options)).toThrow("load is 1; allowed is 0 up to, not including, 1");
    expect(() => simulateBalancing({ ...options, load: 0.5, servers: 0 })).toThrow("servers is 0");
  });
});

describe("availability", () => {
  const shares = fc.array(
    fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    { maxLength: 6 },
  );

  test("k of n is what counting every combination of working machines gives", () => {
    fc.assert(
      fc.property(shares, fc.nat(7), (machines, needed) => {
        let expected = 0;
        for (let up = 0; up < 2 ** machines.length; up++) {
          const works = machines.map((_, index) => ((up >> index) & 1) === 1);
          if (works.filter(Boolean).length < needed) continue;
          expected += machines.reduce((chance, share, index) => chance * (works[index] ? share : 1 - share), 1);
        }
        expect(kOutOfN(needed, ...machines)).toBeCloseTo(expected, 12);
      }),
      { seed: 1 },
    );
  });

  test("series is n of n, parallel 1 of n: adding a machine never helps the first nor harms the second", () => {
    fc.assert(
      fc.property(shares, (machines) => {
        expect(inSeries(...machines)).toBeCloseTo(kOutOfN(machines.length, ...machines), 12);
        expect(inParallel(...machines)).toBeCloseTo(kOutOfN(1, ...machines), 12);
        expect(inSeries(...machines, 0.9)).toBeLessThanOrEqual(inSeries(...machines));
        expect(inParallel(...machines, 0.9)).toBeGreaterThanOrEqual(inParallel(...machines));
      }),
      { seed: 2 },
    );
  });

  test("halving the repair helps as much as doubling the time between failures", () => {
    expect(availabilityOf(1000, 5)).toBe(availabilityOf(2000, 10));
  });

  test("what is out of range is refused, by its name", () => {
    expect(() => inSeries(0.9, 1.1)).toThrow("availability is 1.1; allowed is from 0 to 1");
    expect(() => kOutOfN(1.5, 0.9)).toThrow("needed is 1.5");
    expect(() => availabilityOf(0, 1)).toThrow("untilFailure is 0");
    expect(() => amdahlSpeedup(4, 2)).toThrow("serialShare is 2");
    expect(() => scalability(0, 0.1, 0.1)).toThrow("machines is 0");
    expect(() => chanceOfAny(2, 1)).toThrow("chanceEach is 2");
    expect(() => wholeHoursAYear([{ name: "disk", perYear: -1, repairHours: 1 }])).toThrow("disk: perYear is -1");
  });
});

describe("scaling", () => {
  test("Amdahl never passes 1 / serial share; without coherence the universal law is Amdahl's", () => {
    for (const machines of [1, 2, 8, 64, 1e6]) {
      expect(amdahlSpeedup(machines, 0.1)).toBeLessThan(10);
      expect(scalability(machines, 0.1, 0)).toBe(amdahlSpeedup(machines, 0.1));
    }
  });

  test("with coherence it turns down exactly at the peak", () => {
    const best = Array.from({ length: 200 }, (_, index) => scalability(index + 1, 0.05, 0.001));
    expect(best.indexOf(Math.max(...best)) + 1).toBe(Math.round(scalabilityPeak(0.05, 0.001)));
    expect(scalabilityPeak(0.05, 0)).toBe(Infinity);
  });
});
