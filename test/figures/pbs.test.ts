/** Published figures: probabilistically bounded staleness. */
import { describe, expect, test } from "vitest";
import { createRandom, pbsFits, simulatePbs } from "distlab";

const one = { writeQuorum: 1, readQuorum: 1 };
const seeded = (): { random: () => number } => ({ random: createRandom(1, "pbs").next });

function isWithinAFifth(measured: number, published: number): boolean {
  return Math.abs(measured / published - 1) <= 0.2;
}

describe("Bailis et al. 2012, section 5, N = 3, within 20 %", () => {
  test("LinkedIn DISK, R = W = 1: 43.9 % of reads at once are consistent", () => {
    expect(
      isWithinAFifth(simulatePbs({ ...seeded(), ...pbsFits.linkedInDisk, ...one }).consistentAfter(0), 0.439),
    ).toBe(true);
  });

  test.each([
    ["LinkedIn SSD", "linkedInSolidState", 1, 1.85],
    ["LinkedIn DISK", "linkedInDisk", 1, 45.5],
    ["Yammer", "yammer", 1, 1364],
    ["Yammer", "yammer", 2, 202],
  ] as const)(
    "%s (%s), W = 1, R = %i: 99.9 of 100 reads are consistent after %f ms",
    (_name, fit, readQuorum, published) => {
      const waitMs = simulatePbs({ ...seeded(), ...pbsFits[fit], writeQuorum: 1, readQuorum }).waitMsFor(0.999);
      expect(isWithinAFifth(waitMs, published), `${waitMs} ms`).toBe(true);
    },
  );

  test("quorums that overlap are consistent at once, whatever is drawn", () => {
    const strict = { writeQuorum: 2, readQuorum: 2, trials: 20_000 };
    expect(simulatePbs({ ...seeded(), ...pbsFits.yammer, ...strict }).consistentAfter(0)).toBe(1);
  });

  test("quorums that cannot be are refused", () => {
    const allowed = "writeQuorum is 4; allowed is a whole number from 1 to 3";
    expect(() => simulatePbs({ ...seeded(), ...pbsFits.yammer, readQuorum: 1, writeQuorum: 4 })).toThrow(allowed);
  });
});
