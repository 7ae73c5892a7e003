/** Published figures of placement: how uneven a ring is, and how likely copysets lose data. */
import { describe, expect, test } from "vitest";
import { chanceOfDataLoss, createHashRing, nodeNames, ringShares, ringStandardError } from "distlab";

describe("Lamping and Veach 2014, section 5: standard error of a ring's load, 1000 nodes", () => {
  test.each([
    [1, 0.999, 0.9979],
    [10, 0.3161, 0.3152],
    [100, 0.0999, 0.0997],
    [1000, 0.0316, 0.0316],
  ])("%i places a node: √((n−1)/(vn+1)) = %d, within a hundredth of the printed %d", (places, exact, printed) => {
    expect(ringStandardError(1000, places).toFixed(4)).toBe(exact.toFixed(4));
    expect(Math.abs(ringStandardError(1000, places) / printed - 1)).toBeLessThan(0.01);
  });

  // One ring of 1000 nodes has a sampling error of its own; many rings are averaged.
  test.each([
    [1, 60],
    [10, 50],
    [100, 4],
  ])("%i places a node: the rings themselves have it, mean of %i, within a hundredth", (places, rings) => {
    let sum = 0;
    for (let ring = 0; ring < rings; ring++) {
      const names = nodeNames(1000).map((name) => `${name}/${ring}`);
      const shares = Object.values(ringShares(createHashRing(names, places)));
      sum += shares.reduce((squares, share) => squares + (share * 1000 - 1) * (share * 1000 - 1), 0) / 1000;
    }
    expect(Math.abs(Math.sqrt(sum / rings) / ringStandardError(1000, places) - 1)).toBeLessThan(0.01);
  });
});

describe("Cidon et al. 2013: 5,000 nodes, R = 3, 1 % of them down", () => {
  const failure = { nodes: 5000, replicas: 3, down: 50 };

  test("random replication, ten million chunks: loss in 99.99 % of cases or more", () => {
    expect(chanceOfDataLoss({ ...failure, sets: 10_000_000 })).toBeGreaterThan(0.9999);
  });

  test("copysets, scatter width 2: 0.15 %, within 0.01 points", () => {
    expect(Math.abs(chanceOfDataLoss({ ...failure, sets: 5000 / 3 }) - 0.0015)).toBeLessThan(0.0001);
  });

  test("each single set dies with the same chance, so that the expected bytes lost are the same: what is rarer is worse", () => {
    expect(chanceOfDataLoss({ ...failure, sets: 1 })).toBeCloseTo((50 * 49 * 48) / (5000 * 4999 * 4998), 15);
  });

  test("what is out of range is refused, and nobody down loses nothing", () => {
    expect(() => chanceOfDataLoss({ ...failure, down: 6000, sets: 1 })).toThrow("down is 6000");
    expect(chanceOfDataLoss({ ...failure, down: 0, sets: 1e9 })).toBe(0);
    expect(chanceOfDataLoss({ nodes: 3, replicas: 3, down: 3, sets: 1 })).toBe(1);
  });
});
