/** Published figures of availability: nines, and a year in a data centre. */
import { describe, expect, test } from "vitest";
import { dataCentreFailures, downtimeHoursAYear, inParallel, inSeries, wholeHoursAYear } from "distlab";

describe("nines, a year of 365 days", () => {
  test("99.9 % is 8.76 h and 99.99 % is 52.6 min of downtime, to the digits given", () => {
    expect(downtimeHoursAYear(0.999).toFixed(2)).toBe("8.76");
    expect((60 * downtimeHoursAYear(0.9999)).toFixed(1)).toBe("52.6");
  });

  test("two 99 % servers: 98.01 % in series, 99.99 % in parallel", () => {
    expect(inSeries(0.99, 0.99)).toBeCloseTo(0.9801, 12);
    expect(inParallel(0.99, 0.99)).toBeCloseTo(0.9999, 12);
  });
});

describe("a data-centre year (Dean, LADIS 2009), drives left out", () => {
  test.each([
    [0.5, 8134],
    [24, 556],
    [72, 2],
  ])("one machine mended in %d h: %i h of the year in which nothing is broken, to the hour", (repairHours, hours) => {
    expect(Math.round(wholeHoursAYear(dataCentreFailures(repairHours)))).toBe(hours);
  });
});
