/**
 * The only source of chance. A stream is named, so that each concern (a link's network, a node's timers, …) draws from
 * its own: adding a fault or a node leaves what the others draw as it was.
 *
 * Source: Baagøe's Alea, by the package seedrandom: fast, and the same on every machine.
 */
import seedrandom from "seedrandom";

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** From `min` up to, not including, `max`; `min` where they are equal. */
  between(min: number, max: number): number;
  /** A whole number from 0 to `count` − 1. */
  index(count: number): number;
}

/** @param seed a run's seed; @param stream the concern, for example `link A->B` */
export function createRandom(seed: number | string, stream = ""): Random {
  const next = seedrandom.alea(`${seed}/${stream}`);
  return {
    next,
    between: (min, max) => min + next() * (max - min),
    index: (count) => Math.floor(next() * count),
  };
}
