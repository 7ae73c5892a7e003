/**
 * Arithmetic of availability and of scaling: what redundancy buys, and why the tenth machine helps less than the second.
 *
 * Sources: Barlow and Proschan, "Mathematical theory of reliability", 1965, chapter 2 (series, parallel, k of n);
 * Amdahl, AFIPS 1967; Gunther, "Guerrilla capacity planning", 2007, chapter 4 (universal scalability law).
 */

const hoursAYear = 365 * 24;

/** All must work: the product. Each from 0 to 1. */
export function inSeries(...availabilities: readonly number[]): number {
  return availabilities.map(requireChance).reduce((product, availability) => product * availability, 1);
}

/** One is enough: one minus the chance that all are down, if they fail independently. */
export function inParallel(...availabilities: readonly number[]): number {
  return 1 - availabilities.map(requireChance).reduce((down, availability) => down * (1 - availability), 1);
}

/** At least `needed` of the given machines must work, if they fail independently. */
export function kOutOfN(needed: number, ...availabilities: readonly number[]): number {
  // chances[up] is the chance that exactly `up` of the machines looked at so far work.
  let chances = [1];
  for (const availability of availabilities.map(requireChance)) {
    chances = Array.from(
      { length: chances.length + 1 },
      (_, up) => (chances[up] ?? 0) * (1 - availability) + (chances[up - 1] ?? 0) * availability,
    );
  }
  return chances.slice(needed).reduce((sum, chance) => sum + chance, 0);
}

/** Mean time between failures and mean time to repair, in the same unit: the share of time that it works. */
export function availabilityOf(betweenFailures: number, repair: number): number {
  return betweenFailures / (betweenFailures + repair);
}

/** Hours a year of 365 days that something of this availability is down: 0.999 gives 8.76. */
export function downtimeHoursAYear(availability: number): number {
  return (1 - requireChance(availability)) * hoursAYear;
}

/** Amdahl's law: how much faster `machines` are than one if a share of the work (0 to 1) cannot be divided. */
export function amdahlSpeedup(machines: number, serialShare: number): number {
  return machines / (1 + serialShare * (machines - 1));
}

/**
 * The universal scalability law: throughput of `machines` relative to one. `contention` is the share of work that
 * queues for something shared; `coherence` is the cost of keeping each pair in step, which makes the curve turn down.
 */
export function scalability(machines: number, contention: number, coherence: number): number {
  return machines / (1 + contention * (machines - 1) + coherence * machines * (machines - 1));
}

/** The number of machines at which `scalability` is highest: √((1 − contention) / coherence). */
export function scalabilityPeak(contention: number, coherence: number): number {
  return Math.sqrt((1 - contention) / coherence);
}

function requireChance(value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new RangeError(`availability is ${value}; allowed is 0 to 1`);
}
