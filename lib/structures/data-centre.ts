/**
 * A year in a large data centre: how often each thing breaks and how long it stays broken, and from that, how many
 * hours of the year nothing at all is broken.
 *
 * Source of the rates: Dean, "Designs, lessons and advice from building large distributed systems", LADIS 2009. It does
 * not say how long one machine takes to mend, so that is an argument; a router's reload is taken as five minutes.
 * Drives, of which thousands fail, are left out: redundancy inside a machine hides them.
 */
import { hoursAYear } from "./capacity";

/** One thing that breaks. */
export type FailureKind = {
  readonly name: string;
  readonly perYear: number;
  /** How long each stays broken, in hours; the middle of the range that the source gives. */
  readonly repairHours: number;
};

/**
 * The source's table.
 * @param machineRepairHours how long one machine takes to mend, in hours
 */
export function dataCentreFailures(machineRepairHours: number): readonly FailureKind[] {
  return [
    { name: "overheating", perYear: 0.5, repairHours: 36 },
    { name: "power distribution unit", perYear: 1, repairHours: 6 },
    { name: "rack move", perYear: 1, repairHours: 6 },
    { name: "rewiring", perYear: 1, repairHours: 48 },
    { name: "rack", perYear: 20, repairHours: 3.5 },
    { name: "router", perYear: 20, repairHours: 5 / 60 },
    { name: "machine", perYear: 1000, repairHours: machineRepairHours },
  ];
}

/**
 * Hours of a year in which nothing is broken, if things break at random and independently: the number that is broken
 * at a moment then has a Poisson distribution, and is 0 with the chance e^−(rate × repair time), summed over the kinds.
 * Throws a RangeError where a rate or a repair time is negative or no number.
 * @example
 * wholeHoursAYear([]); // → 8760
 * Math.round(wholeHoursAYear(dataCentreFailures(24))); // → 556
 */
export function wholeHoursAYear(failures: readonly FailureKind[]): number {
  const broken = failures.reduce((sum, { name, perYear, repairHours }) => {
    if (perYear >= 0 && repairHours >= 0) return sum + (perYear * repairHours) / hoursAYear;
    throw new RangeError(`${name}: perYear is ${perYear}, repairHours ${repairHours}; allowed are numbers from 0`);
  }, 0);
  return hoursAYear * Math.exp(-broken);
}
