/**
 * Arithmetic of availability and of scaling: what redundancy buys, and why the tenth machine helps less than the second.
 *
 * Sources: Barlow and Proschan, "Mathematical theory of reliability", 1965, chapter 2 (series, parallel, k of n);
 * Amdahl, AFIPS 1967; Gunther, "Guerrilla capacity planning", 2007, chapter 4 (universal scalability law).
 */

/** A year of 365 days. */
export const hoursAYear: number = 365 * 24;

/**
 * All must work: the product. Each availability is from 0 to 1, or a RangeError is thrown.
 * @example
 * inSeries(0.5, 0.5); // → 0.25
 */
export function inSeries(...availabilities: readonly number[]): number {
  return availabilities.map(requireChance).reduce((product, availability) => product * availability, 1);
}

/**
 * One is enough: one minus the chance that all are down, if they fail independently. None at all never works: 0.
 * @example
 * inParallel(0.5, 0.5); // → 0.75
 */
export function inParallel(...availabilities: readonly number[]): number {
  return 1 - availabilities.map(requireChance).reduce((down, availability) => down * (1 - availability), 1);
}

/**
 * The chance that at least `needed` of the given machines work, if they fail independently. Throws a RangeError unless
 * `needed` is a whole number from 0.
 * @example
 * kOutOfN(2, 0.5, 0.5, 0.5); // → 0.5
 */
export function kOutOfN(needed: number, ...availabilities: readonly number[]): number {
  if (!(Number.isInteger(needed) && needed >= 0)) {
    throw new RangeError(`needed is ${needed}; allowed is a whole number from 0`);
  }
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

/**
 * The share of time that something works, from its mean time to failure and its mean time to repair, in the same unit.
 * Halving the repair helps as much as doubling the time between failures. Throws a RangeError unless the first is above
 * 0 and the second from 0.
 * @example
 * availabilityOf(99, 1); // → 0.99
 */
export function availabilityOf(untilFailure: number, repair: number): number {
  if (!(untilFailure > 0)) throw new RangeError(`untilFailure is ${untilFailure}; allowed is a time above 0`);
  if (!(repair >= 0)) throw new RangeError(`repair is ${repair}; allowed is a time from 0`);
  return untilFailure / (untilFailure + repair);
}

/**
 * Hours a year of 365 days that something of this availability is down.
 * @param availability from 0 to 1
 * @example
 * downtimeHoursAYear(0.999).toFixed(2); // → "8.76"
 */
export function downtimeHoursAYear(availability: number): number {
  return (1 - requireChance(availability)) * hoursAYear;
}

/**
 * Amdahl's law: how much faster `machines` are than one if a share of the work cannot be divided. However many there
 * are, never more than 1 / `serialShare`. Throws a RangeError unless `machines` is from 1 and the share from 0 to 1.
 * @example
 * amdahlSpeedup(5, 0.25); // → 2.5
 */
export function amdahlSpeedup(machines: number, serialShare: number): number {
  requireMachines(machines);
  requireShare("serialShare", serialShare);
  return machines / (1 + serialShare * (machines - 1));
}

/**
 * The universal scalability law: throughput of `machines` relative to one. `contention` is the share of work that
 * queues for something shared; `coherence` is the cost of keeping each pair in step, which makes the curve turn down.
 * Both from 0 to 1, `machines` from 1, or a RangeError is thrown.
 * @example
 * scalability(5, 0.25, 0); // → 2.5
 * scalability(40, 0.05, 0.001) > scalability(20, 0.05, 0.001); // → true
 * scalability(40, 0.05, 0.001) < scalability(30, 0.05, 0.001); // → true
 */
export function scalability(machines: number, contention: number, coherence: number): number {
  requireMachines(machines);
  requireShare("contention", contention);
  requireShare("coherence", coherence);
  return machines / (1 + contention * (machines - 1) + coherence * machines * (machines - 1));
}

/**
 * The number of machines at which `scalability` is highest: √((1 − contention) / coherence), not rounded; Infinity where
 * `coherence` is 0. Both from 0 to 1, or a RangeError is thrown.
 * @example
 * scalabilityPeak(0.19, 0.0001); // → 90
 */
export function scalabilityPeak(contention: number, coherence: number): number {
  requireShare("contention", contention);
  requireShare("coherence", coherence);
  return Math.sqrt((1 - contention) / coherence);
}

function requireChance(value: number): number {
  return requireShare("availability", value);
}

function requireShare(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new RangeError(`${name} is ${value}; allowed is from 0 to 1`);
}

function requireMachines(machines: number): void {
  if (!(machines >= 1)) throw new RangeError(`machines is ${machines}; allowed is a number from 1`);
}
