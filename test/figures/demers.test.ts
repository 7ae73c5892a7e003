/** Rumour mongering as Demers and others measured it (PODC 1987, tables 1 and 2), 1000 nodes. */
import { describe, expect, test } from "vitest";
import { createRandom, meanRumour, spreadRumour } from "distlab";
import type { RumourOptions } from "distlab";

const runs = 300;
const measured = (options: RumourOptions) => meanRumour(options, runs, createRandom(1, "rumours").next);

/** Relative, and for the small residues a few nodes of a thousand. */
function expectNear(value: number, published: number, share: number, least: number): void {
  expect(Math.abs(value - published), `${value} against ${published}`).toBeLessThanOrEqual(
    Math.max(published * share, least),
  );
}

describe("Demers and others 1987, table 1: feedback and counter; residue within 15 % or 0.0005, traffic within 5 %", () => {
  test.each([
    [1, 0.18, 1.7],
    [2, 0.037, 3.3],
    [3, 0.011, 4.5],
    [4, 0.0036, 5.6],
    [5, 0.0012, 6.7],
  ])("k = %i: residue %d, traffic %d", (k, residue, traffic) => {
    const found = measured({ k });
    expectNear(found.residue, residue, 0.15, 0.0005);
    expectNear(found.traffic, traffic, 0.05, 0);
  });
});

describe("Demers and others 1987, table 2: blind and coin; residue within 15 % or 0.002, traffic within 7 % or 0.005", () => {
  test.each([
    [1, 0.96, 0.04],
    [2, 0.2, 1.6],
    [3, 0.06, 2.8],
    [4, 0.021, 3.9],
    [5, 0.008, 4.9],
  ])("k = %i: residue %d, traffic %d", (k, residue, traffic) => {
    const found = measured({ k, judging: "blind", stopping: "coin" });
    expectNear(found.residue, residue, 0.15, 0.002);
    expectNear(found.traffic, traffic, 0.07, 0.005);
  });
});

test("Demers and others 1987, section 1.4, the shape: more traffic, less residue, and about e to the minus traffic", () => {
  const found = [1, 2, 3, 4, 5].map((k) => measured({ k }));
  for (let index = 1; index < found.length; index++) {
    expect(found[index]!.residue).toBeLessThan(found[index - 1]!.residue);
    expect(found[index]!.traffic).toBeGreaterThan(found[index - 1]!.traffic);
  }
  for (const { residue, traffic } of found) expect(residue / Math.exp(-traffic)).toBeGreaterThan(0.7);
});

test("a caller whose counter is not set back by a useful call stops too early, and leaves out more", () => {
  // With k = 2 the published residue is 0.037; one futile call between two useful ones must not count for two.
  expect(measured({ k: 2, judging: "blind" }).residue).toBeGreaterThan(0.037 * 2);
});

test("options are checked", () => {
  expect(() => spreadRumour({ k: 0 }, createRandom(1).next)).toThrow("k is 0; allowed is a number from 1");
  expect(() => spreadRumour({ k: 1, nodes: 1 }, createRandom(1).next)).toThrow(
    "nodes is 1; allowed is a whole number from 2",
  );
});
