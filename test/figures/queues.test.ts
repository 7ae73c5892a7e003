/** Published figures of waiting: one server, two random choices, the slowest of many. */
import { describe, expect, test } from "vitest";
import {
  chanceOfAny,
  createRandom,
  randomChoices,
  randomServer,
  simulateBalancing,
  singleServerTime,
  twoChoicesTime,
} from "distlab";

const simulated = (load: number, choices: 1 | 2, servers: number, requests: number): number => {
  const random = createRandom(`${load}/${choices}`).next;
  const balancer = choices === 1 ? randomServer(random) : randomChoices(random);
  return simulateBalancing({ servers, load, balancer, random, requests });
};

describe("M/M/1 (Kleinrock 1975, section 3.2)", () => {
  test.each([
    [0.5, 2],
    [0.9, 10],
    [0.99, 100],
  ])("at load %d: %i service times, exactly", (load, time) => {
    expect(singleServerTime(load)).toBeCloseTo(time, 10);
  });

  test("at load 0.9 the simulated queues give 10, within 5 %", () => {
    expect(Math.abs(simulated(0.9, 1, 400, 800_000) / 10 - 1)).toBeLessThan(0.05);
  });
});

describe("two random choices (Mitzenmacher 2001, limit of many servers: Σ λ^(2^i − 2))", () => {
  test.each([
    [0.9, 2.614],
    [0.99, 5.43],
  ])("at load %d: %d service times, to the digits given", (load, time) => {
    expect(Math.abs(twoChoicesTime(load) - time)).toBeLessThan(time === 5.43 ? 0.005 : 0.0005);
  });

  test("at load 0.9, 500 simulated servers give 2.614, within 2 %", () => {
    expect(Math.abs(simulated(0.9, 2, 500, 600_000) / 2.614 - 1)).toBeLessThan(0.02);
  });

  test("at load 0.99, 1000 simulated servers give 5.43, within 5 %", () => {
    expect(Math.abs(simulated(0.99, 2, 1000, 1_000_000) / 5.43 - 1)).toBeLessThan(0.05);
  });
});

describe("tail at scale (Dean and Barroso 2013)", () => {
  test("100 servers, each slow once in 100: 63 % of the requests are slow, within half a point", () => {
    expect(Math.abs(chanceOfAny(0.01, 100) - 0.63)).toBeLessThan(0.005);
  });

  test("drawn 20,000 times, within one point", () => {
    const random = createRandom(100);
    const slow = Array.from({ length: 20_000 }).filter(() =>
      Array.from({ length: 100 }).some(() => random.chance(0.01)),
    );
    expect(Math.abs(slow.length / 20_000 - 0.63)).toBeLessThan(0.014);
  });
});
